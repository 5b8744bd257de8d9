import * as Effect from "#core/effect/index.ts";
import { reference } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { hashOf, locked, move } from "./email.ts";

/** Hash, version and title an approval of an e-mail to a lead is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: hashOf(row), version: row.version, title: row.subject };
}

/** What would be sent, as it is decided. */
export async function preview(tx: Tx, id: string): Promise<string> {
  const { recipient, subject, body } = await locked(tx, id);
  return `To: ${recipient}\n\n**${subject}**\n\n${body}`;
}

/** The e-mail may be sent. */
export async function approved(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "approve", { decidedBy: reference(), decidedAt: new Date() });
  await Effect.audit("lead_email.approved", { type: "lead_email", id, label: row.subject });
}

/** The e-mail is not sent. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "discard", { decidedBy: reference(), decidedAt: new Date(), decisionNote: note });
  await Effect.audit("lead_email.discarded", { type: "lead_email", id, label: row.subject }, {}, note);
}
