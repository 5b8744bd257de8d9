import * as Effect from "#core/effect/index.ts";
import { type Sight, sightOf, unmasked } from "#core/lead/sight.ts";
import * as Paging from "#core/page/index.ts";
import * as Suppression from "#core/suppression/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type Contact, type ContactFilter, ContactInput, ContactPatch, SuppressionInput } from "#schema/contact.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { Page } from "#schema/page.ts";
import { find, numberOf } from "./person.ts";
import { filtered, labelOf, people, type Row, shape } from "./shape.ts";

/** The people of the client in sight, newest first. */
export async function list({ limit, cursor, ...filter }: ContactFilter): Promise<Page<Contact>> {
  require("lead.edit", "see contacts");
  const scope = JSON.stringify(["contacts", tenant(), filter]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const sight = await sightOf(tx);
    const rows = await filtered(people(tx, sight), filter)
      .$if(position !== undefined, (query) => query.where("c.id", "<", position?.[0] ?? ""))
      .orderBy("c.id", "desc")
      .limit(limit + 1)
      .execute();
    const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
    return { items: page.rows.map((row) => shape(row, sight)), nextCursor: page.nextCursor };
  });
}

/** One person. */
export async function get(id: string): Promise<Contact> {
  require("lead.edit", "see contacts");
  return transaction(async (tx) => {
    const sight = await sightOf(tx);
    const row = await people(tx, sight).where("c.id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Contact", id);
    return shape(row, sight);
  });
}

/** Writes a person down. @throws request.already_exists for an address or number that is there; lead.no_identity */
export async function create(input: ContactInput): Promise<Contact> {
  require("lead.edit", "write contacts down");
  const { email, phone: raw, subscribe, consentText, ...rest } = ContactInput.parse(input);
  return transaction(async (tx) => {
    const sight = await sightOf(tx);
    unmasked(sight);
    const phone = raw ? await numberOf(tx, raw) : null;
    if (!email && !phone) throw new AppError("lead.no_identity", "A contact needs an e-mail or a phone number.");
    const known = await find(tx, email, phone);
    if (known) throw new AppError("request.already_exists", `${labelOf(known)} is a contact already.`);
    const id = newId("contact");
    await tx
      .insertInto("contacts")
      .values({
        ...{ tenantId: tenant(), id, email: email ?? null, phone, ...rest, source: "manual", createdBy: reference() },
        ...{ consent: consentOf(subscribe, consentText), suppressed: await Suppression.shownFor(tx, email) },
      })
      .execute();
    if (subscribe) await subscribed(tx, await held(tx, id, sight), consentText);
    const row = await held(tx, id, sight);
    await Effect.audit("contact.created", subject(row), { after: { type: row.type, subscribed: subscribe } });
    return shape(row, sight);
  });
}

/** Changes what is known of a person, and whether they get the newsletter. */
export async function change(id: string, patch: ContactPatch, rowVersion: number): Promise<Contact> {
  require("lead.edit", "change contacts");
  const { subscribe, consentText, ...fields } = ContactPatch.parse(patch);
  return transaction(async (tx) => {
    const sight = await sightOf(tx);
    unmasked(sight);
    const row = await held(tx, id, sight);
    if (row.rowVersion !== rowVersion)
      throw new AppError("request.version_mismatch", "Somebody changed this contact meanwhile; reload it.", {
        details: { rowVersion: row.rowVersion },
      });
    const consent = consentText === undefined ? {} : { consent: consentOf(subscribe ?? row.isSubscriber, consentText) };
    await tx
      .updateTable("contacts")
      .set({ ...fields, ...consent, updatedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    if (subscribe === true && !row.isSubscriber) await subscribed(tx, row, consentText);
    if (subscribe === false && row.isSubscriber) await unsubscribed(tx, row.email ?? "");
    const next = await held(tx, id, sight);
    const { updatedAt: _, ...before } = row;
    const { updatedAt: __, ...after } = next;
    await Effect.audit("contact.updated", subject(next), { before, after });
    return shape(next, sight);
  });
}

/** Takes a person off the list; what they were sent, and that nothing is written to them, stays known. */
export async function remove(id: string): Promise<void> {
  require("lead_setup.edit", "remove contacts");
  await transaction(async (tx) => {
    const sight = await sightOf(tx);
    unmasked(sight);
    const row = await held(tx, id, sight);
    await tx
      .updateTable("contacts")
      .set({ deletedAt: new Date(), deletedBy: reference(), isSubscriber: false })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await Effect.audit("contact.removed", subject(row));
  });
}

/** Nothing is written to the person any more. */
export async function suppress(id: string, input: { reason?: "manual" | "complaint" | "bounce" }): Promise<Contact> {
  require("lead.edit", "stop mail to contacts");
  const { reason } = SuppressionInput.parse(input);
  return transaction(async (tx) => {
    const sight = await sightOf(tx);
    unmasked(sight);
    const { email } = await held(tx, id, sight);
    if (!email) throw new AppError("lead.no_identity", "The contact has no e-mail address.");
    await Suppression.add(tx, email, reason, reference());
    return shape(await held(tx, id, sight), sight);
  });
}

/** The reader wants the newsletter no more. */
async function unsubscribed(tx: Tx, email: string): Promise<void> {
  await tx
    .updateTable("contacts")
    .set({ isSubscriber: false, unsubscribedAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("email", "=", email.toLowerCase())
    .where("unsubscribedAt", "is", null)
    .execute();
}

// Whoever left may come back, by asking for it again: that lifts their own wish, nobody else's.
async function subscribed(tx: Tx, row: Row, consentText: string | undefined): Promise<void> {
  if (!row.email) throw new AppError("lead.no_identity", "The newsletter goes to an e-mail address; add one first.");
  if (row.unsubscribedAt && !consentText)
    throw new AppError(
      "lead.not_eligible",
      "This person left the newsletter. Say when and where they asked for it again.",
    );
  await Suppression.lift(tx, row.email, "unsubscribe");
  const why = await Suppression.reasonFor(tx, row.email);
  if (why) throw new AppError("lead.not_eligible", `Nothing is written to ${row.email} any more (${why}).`);
  await tx
    .updateTable("contacts")
    .set({ isSubscriber: true, subscribedAt: new Date(), unsubscribedAt: null })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
}

async function held(tx: Tx, id: string, sight: Sight): Promise<Row> {
  const row = await people(tx, sight).where("c.id", "=", id).forUpdate("c").executeTakeFirst();
  if (!row) throw notFound("Contact", id);
  return row;
}

function consentOf(isGranted: boolean, text: string | undefined): string {
  return JSON.stringify({ email: isGranted ? "granted" : "unknown", ...(text ? { text } : {}) });
}

const subject = (row: Row) => ({ type: "contact", id: row.id, label: labelOf(row) });
