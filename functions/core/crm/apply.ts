import { e164 } from "#core/contact/phone.ts";
import * as Effect from "#core/effect/index.ts";
import * as Lead from "#core/lead/index.ts";
import { type Row as LeadRow, labelOf } from "#core/lead/shape.ts";
import { countryOf } from "#core/tenant/country.ts";
import { tenant } from "#platform/actor.ts";
import type { Submission, Thing } from "#platform/crm/hubspot.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { Outcome } from "#schema/crm.ts";
import { AppError } from "#schema/errors.ts";
import { LeadInput } from "#schema/lead.ts";
import { Currency, minorOf } from "#schema/value.ts";
import { leadOf, newestDeal, refer } from "./refs.ts";

/** What is read of a contact, and the field of ours that it is. */
export const contactFields = {
  firstname: "firstName",
  lastname: "lastName",
  email: "email",
  phone: "phone",
  company: "company",
  jobtitle: "jobTitle",
} as const;
export const dealFields = ["dealname", "amount", "dealstage", "closedate", "deal_currency_code"] as const;
type Field = (typeof contactFields)[keyof typeof contactFields];
type Known = Partial<Record<Field, string>>;

const lengths: Record<Field, number> = {
  firstName: 80,
  lastName: 80,
  email: 254,
  phone: 60,
  company: 120,
  jobTitle: 120,
};

/** Takes a contact over: found by its name there, else by its e-mail or number. What a person wrote later than it changed there stays. */
export async function takeContact(tx: Tx, channelId: string, thing: Thing): Promise<Outcome> {
  const ref = { channelId, kind: "contact", externalId: thing.id } as const;
  const changedAt = new Date(thing.updatedAt);
  const known = await leadOf(tx, ref);
  if (known && known.changedAt >= changedAt) return "skipped";
  const values = valuesOf(thing.properties);
  if (known) {
    const isChanged = await fill(tx, known.leadId, values, changedAt);
    await refer(tx, ref, known.leadId, changedAt);
    return isChanged ? "updated" : "skipped";
  }
  const input = LeadInput.safeParse(values);
  if (!input.success) return "skipped";
  try {
    const at = new Date(thing.createdAt);
    const { row, merged } = await Lead.capture(tx, input.data, { source: "import", channelId, at });
    if (merged) await fill(tx, row.id, values, changedAt);
    await refer(tx, ref, row.id, changedAt);
    return merged ? "updated" : "created";
  } catch (error) {
    // A contact without e-mail, number, or name with company is nobody yet.
    if (error instanceof AppError && error.code === "lead.no_identity") return "skipped";
    throw error;
  }
}

/** Notes amount, stage and day of a deal at the lead of its first known contact; the deal that changed last counts. */
export async function takeDeal(tx: Tx, channelId: string, deal: Thing, contacts: readonly string[]): Promise<Outcome> {
  const ref = { channelId, kind: "deal", externalId: deal.id } as const;
  const changedAt = new Date(deal.updatedAt);
  const known = await leadOf(tx, ref);
  if (known && known.changedAt >= changedAt) return "skipped";
  const leadId = known?.leadId ?? (await firstLead(tx, channelId, contacts));
  if (!leadId) return "skipped";
  const newest = await newestDeal(tx, leadId);
  await refer(tx, ref, leadId, changedAt);
  if (newest && newest > changedAt) return "skipped";
  const { amount, dealstage, closedate, deal_currency_code } = deal.properties;
  const owner = await tx.selectFrom("tenants").select("currency").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const { data: currency = owner.currency } = Currency.safeParse(deal_currency_code);
  const minor = minorOf(Number(amount), currency);
  const isMoney = Boolean(amount) && Number.isSafeInteger(minor) && minor >= 0;
  const row = await tx
    .updateTable("leads")
    .set({
      ...{ revenueMinor: isMoney ? minor : null, currency: isMoney ? currency : null },
      dealStage: dealstage?.slice(0, 120) ?? null,
      closedOn: closedate && !Number.isNaN(Date.parse(closedate)) ? closedate.slice(0, 10) : null,
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", leadId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await Effect.audit("lead.synced", { type: "lead", id: leadId, label: labelOf(row) }, { after: { deal: deal.id } });
  return known ? "updated" : "created";
}

/** Takes over what somebody sent by a form, once. */
export async function takeSubmission(
  tx: Tx,
  channelId: string,
  formId: string,
  { submittedAt, values, pageUrl }: Submission,
): Promise<Outcome> {
  const said = Object.fromEntries(values.map(({ name, value }) => [name, value]));
  const externalId = `${formId}:${submittedAt}:${sha256(JSON.stringify(values)).slice(0, 16)}`;
  const ref = { channelId, kind: "form_submission", externalId } as const;
  if (await leadOf(tx, ref)) return "skipped";
  const at = new Date(submittedAt);
  const rest = values.filter(({ name }) => !(name in contactFields) && name !== "message");
  const input = LeadInput.safeParse({
    ...valuesOf(said),
    ...(said["message"] ? { message: said["message"].slice(0, 5_000) } : {}),
    ...(pageUrl && /^https?:\/\//.test(pageUrl) ? { sourceUrl: pageUrl.slice(0, 2_000) } : {}),
    answers: rest
      .slice(0, 40)
      .map(({ name, value }) => ({ question: name.slice(0, 500), value: value.slice(0, 2_000) })),
  });
  if (!input.success || !(input.data.email || input.data.phone)) return "skipped";
  const { row, merged } = await Lead.capture(tx, input.data, { source: "website_form", channelId, at });
  await refer(tx, ref, row.id, at);
  return merged ? "updated" : "created";
}

function valuesOf(properties: Record<string, string | null | undefined>): Known {
  const pairs = Object.entries(contactFields).flatMap(([theirs, ours]) => {
    const value = properties[theirs]?.trim().slice(0, lengths[ours]);
    return value ? [[ours, ours === "email" ? value.toLowerCase() : value]] : [];
  });
  return Object.fromEntries(pairs) as Known;
}

async function fill(tx: Tx, leadId: string, values: Known, changedAt: Date): Promise<boolean> {
  const row = await tx
    .selectFrom("leads")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", leadId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const set = newer(row, { ...values, ...phoneOf(values, await countryOf(tx)) }, changedAt);
  const changed = Object.keys(set);
  if (changed.length === 0) return false;
  await tx.updateTable("leads").set(set).where("tenantId", "=", tenant()).where("id", "=", leadId).execute();
  const before = Object.fromEntries(changed.map((field) => [field, row[field as Field]]));
  await Effect.audit("lead.synced", { type: "lead", id: leadId, label: labelOf(row) }, { before, after: set });
  await Effect.live("lead:updated", { id: leadId, status: row.status });
  return true;
}

function phoneOf({ phone }: Known, country: string): Known {
  if (!phone) return {};
  const number = e164(phone, country);
  return number ? { phone: number } : { phone: "" };
}

/** The fields that are newer there: those that no person of ours has changed since. */
function newer(row: LeadRow, values: Known, changedAt: Date): Known {
  const edits = row.fieldEdits as Partial<Record<Field, string>>;
  const isNewer = (field: Field) => !edits[field] || Date.parse(edits[field]) < changedAt.getTime();
  const pairs = Object.entries(values) as [Field, string][];
  return Object.fromEntries(pairs.filter(([field, value]) => value !== "" && value !== row[field] && isNewer(field)));
}

async function firstLead(tx: Tx, channelId: string, contacts: readonly string[]): Promise<string | null> {
  for (const externalId of contacts.slice(0, 10)) {
    const found = await leadOf(tx, { channelId, kind: "contact", externalId });
    if (found) return found.leadId;
  }
  return null;
}
