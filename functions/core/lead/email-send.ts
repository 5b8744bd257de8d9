import * as Effect from "#core/effect/index.ts";
import { isStopped } from "#core/nurture/ended.ts";
import { nextOpen } from "#core/nurture/hours.ts";
import * as Suppression from "#core/suppression/index.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { LeadConsent, type LeadStatus, leadMachine } from "#schema/lead.ts";
import { allows } from "#schema/machine.ts";
import { layAside, locked, move } from "./email.ts";
import * as Lead from "./index.ts";
import { logged } from "./timeline.ts";

type Mail = Awaited<ReturnType<typeof locked>>;

const actions = {
  lose_track: "lead_email.left_unknown",
  fail: "lead_email.failed",
} as const;

/** Moves an e-mail on its way out. */
export async function moved(tx: Tx, row: Mail, verb: "send" | "retry" | "lose_track" | "fail"): Promise<void> {
  await move(tx, row, verb);
  if (verb === "lose_track" || verb === "fail") await Effect.audit(actions[verb], subject(row));
}

/** The e-mail went out: the lead's timeline keeps it, and a new lead counts as contacted. */
export async function sent(tx: Tx, row: Mail): Promise<void> {
  await move(tx, row, row.status === "sending" ? "accept" : "confirm", { sentAt: new Date() });
  await Effect.audit("lead_email.sent", subject(row));
  const metadata = { emailId: row.id, purpose: row.purpose };
  await logged(tx, row.leadId, { type: "email_sent", description: row.subject, metadata });
  const lead = await leadOf(tx, row.leadId);
  if (allows(leadMachine, lead.status as LeadStatus, "contact")) await Lead.moved(tx, lead, { verb: "contact" });
  else await Lead.touch(tx, lead);
}

/** Why an approved e-mail may not go out after all; it is laid aside then. */
export async function obstacle(tx: Tx, id: string): Promise<string | null> {
  const mail = await locked(tx, id);
  const lead = await leadOf(tx, mail.leadId);
  const why = (await Suppression.reasonFor(tx, mail.recipient))
    ? "The address is not written to any more."
    : lead.status === "disqualified"
      ? "The lead was disqualified."
      : LeadConsent.parse(lead.consent).email === "refused"
        ? "The lead wants no e-mail."
        : (await isStopped(tx, id))
          ? "Its sequence was stopped."
          : null;
  if (!why) return null;
  if (mail.status === "approved") await layAside(tx, mail, why);
  return why;
}

/** When an e-mail to a lead goes out: one of a sequence in the hours in which people work. */
export async function dueAt(tx: Tx, id: string): Promise<Date> {
  const { purpose, sendAt } = await locked(tx, id);
  const wanted = sendAt && sendAt > new Date() ? sendAt : new Date();
  if (purpose !== "nurture") return wanted;
  return nextOpen(wanted, await zoneOf(tx));
}

/** Who looks after a lead; null while nobody does. */
export async function ownerOf(tx: Tx, leadId: string): Promise<string | null> {
  return (await leadOf(tx, leadId)).assignedTo;
}

function leadOf(tx: Tx, id: string) {
  return tx
    .selectFrom("leads")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

function subject({ id, subject: label }: Mail) {
  return { type: "lead_email", id, label };
}
