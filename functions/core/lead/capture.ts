import { contactOf } from "#core/contact/person.ts";
import { e164 } from "#core/contact/phone.ts";
import * as Effect from "#core/effect/index.ts";
import { countryOf } from "#core/tenant/country.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type LeadDetail, LeadInput, type LeadSource } from "#schema/lead.ts";
import { considerEnrichment } from "./enrich-order.ts";
import { rescored } from "./scoring.ts";
import { detail, labelOf, type Row } from "./shape.ts";
import { sightOf, unmasked } from "./sight.ts";
import { logged } from "./timeline.ts";

/** Where a lead came from. */
interface From {
  source: LeadSource;
  channelId?: string | null;
  /** When it came in, where that is not now. */
  at?: Date;
}

const backAfterMs = 90 * 86_400_000;
const messageMax = 20_000;

/** Writes a lead down, or adds to the open one of the same person. @throws lead.no_identity */
export async function create(input: LeadInput): Promise<LeadDetail> {
  require("lead.edit", "write leads down");
  return transaction(async (tx) => {
    const sight = await sightOf(tx);
    unmasked(sight);
    const { row, merged } = await capture(tx, input, { source: "manual" });
    return detail(row, sight, merged);
  });
}

/**
 * Takes a lead in, whatever door it came through. The same person with an open lead is one lead: what was empty is filled, what
 * was said is added. Two that come at the same time meet at the person's row, so that one lead comes of them.
 */
export async function capture(tx: Tx, given: LeadInput, from: From): Promise<{ row: Row; merged: boolean }> {
  const input = await normal(tx, LeadInput.parse(given));
  const contactId = await contactOf(tx, input);
  const known = contactId ? await latestOf(tx, contactId) : undefined;
  if (known && isOpenFor(known)) return { row: await added(tx, known, input, from), merged: true };
  const id = newId("lead");
  const { consent, answers, ...fields } = input;
  const now = from.at ?? new Date();
  const row = await tx
    .insertInto("leads")
    .values({
      ...{ tenantId: tenant(), id, contactId, ...fields, source: from.source },
      ...{ sourceChannelId: from.channelId ?? null, linkedLeadId: known?.id ?? null },
      ...{ existingCustomer: known?.status === "converted", lastActivityAt: now, createdBy: reference() },
      answers: JSON.stringify(answers),
      consent: JSON.stringify(consent ?? {}),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const type = from.source === "import" ? "imported" : "form_submitted";
  if (from.source !== "manual") await logged(tx, id, { type, description: input.message ?? null, at: now });
  await Effect.audit("lead.created", { type: "lead", id, label: labelOf(row) }, { after: { source: from.source } });
  await Effect.live("lead:updated", { id, status: "new" });
  // Whole lists are looked up when somebody asks for it.
  if (from.source !== "import") await considerEnrichment(tx, row);
  return { row: await rescored(tx, row), merged: false };
}

type Normal = Awaited<ReturnType<typeof normal>>;

async function normal(tx: Tx, input: LeadInput) {
  const { phone: raw, ...rest } = input;
  const country = await countryOf(tx);
  const phone = raw ? e164(raw, country) : null;
  const hasName = Boolean(rest.firstName || rest.lastName);
  if (!rest.email && !raw && !(hasName && rest.company))
    throw new AppError("lead.no_identity", "A lead needs an e-mail, a phone number, or a name with a company.");
  const filled = Object.entries(rest).filter(([, value]) => value !== "" && value !== undefined);
  return { ...(Object.fromEntries(filled) as typeof rest), phone, phoneRaw: raw && !phone ? raw : null };
}

async function latestOf(tx: Tx, contactId: string): Promise<Row | undefined> {
  return tx
    .selectFrom("leads")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("contactId", "=", contactId)
    .where("deletedAt", "is", null)
    .orderBy("id", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
}

// A customer who writes again is a new lead; so is somebody who was turned down long ago.
function isOpenFor({ status, statusChangedAt }: Row): boolean {
  if (status === "disqualified") return Date.now() - statusChangedAt.getTime() <= backAfterMs;
  return status !== "converted";
}

const fillable = ["firstName", "lastName", "email", "phone", "phoneRaw", "company", "jobTitle", "notes"] as const;

async function added(tx: Tx, known: Row, input: Normal, from: From): Promise<Row> {
  const filled = fillable.filter((field) => known[field] === null && input[field]);
  const set = Object.fromEntries(filled.map((field) => [field, input[field]]));
  const said = input.message && !known.message?.includes(input.message) ? input.message : null;
  const message = [known.message, said].filter(Boolean).join("\n\n").slice(0, messageMax);
  const now = from.at ?? new Date();
  const row = await tx
    .updateTable("leads")
    .set({
      ...set,
      ...(said ? { message } : {}),
      ...(now > known.lastActivityAt ? { lastActivityAt: now } : {}),
      updatedBy: reference(),
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", known.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const note = known.status === "disqualified" ? "Came back" : "Wrote again";
  await logged(tx, known.id, {
    type: from.source === "import" ? "imported" : "form_submitted",
    description: said ?? (from.source === "import" ? null : note),
    metadata: { source: from.source, filled },
    at: now,
  });
  const label = labelOf(row);
  await Effect.audit("lead.updated", { type: "lead", id: known.id, label }, { after: { merged: true, filled } });
  await Effect.live("lead:updated", { id: known.id, status: known.status });
  return rescored(tx, row);
}
