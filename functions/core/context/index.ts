import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Planning from "#core/planning/index.ts";
import * as Setup from "#core/setup/index.ts";
import * as Strategy from "#core/strategy/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { BlockedReason } from "#schema/activity.ts";
import type { ContextStatus, ContextVerb } from "#schema/context.ts";

export interface Row extends Planning.Row {
  status: ContextStatus;
  body: string;
  sections: Record<string, unknown>;
  sha256: string;
  rejectionNote: string | null;
}

/** Begins a new version: a draft that its writer fills. Notes are what a person asked for. @returns what keeps it from being written, or null */
export async function generate(tx: Tx, wish: Planning.Wish): Promise<BlockedReason | null> {
  const changeNote = wish.notes?.slice(0, 500) ?? null;
  return Planning.begin(tx, "context_file", wish, () => ({ body: "", sha256: sha256(""), changeNote }));
}

/** Orders the run of a draft that has none: one that waited for credits or for its agent. */
export async function resume(tx: Tx, id: string): Promise<BlockedReason | null> {
  return Planning.resume(tx, "context_file", id);
}

/** The newest version begun after a moment, if there is one. */
export async function since(tx: Tx, moment: Date): Promise<{ id: string; status: ContextStatus } | undefined> {
  const row = await tx
    .selectFrom("contextFiles")
    .select(["id", "status"])
    .where("tenantId", "=", tenant())
    .where("createdAt", ">=", moment)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ? { id: row.id, status: row.status as ContextStatus } : undefined;
}

/** Hash, version and title an approval of a version is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: row.sha256, version: row.version, title: Planning.titleOf("context_file", row) };
}

/** Puts a written version before the client's admin, or, when one said so beforehand, into force in their name. */
export async function submit(tx: Tx, id: string, approvedBeforehandBy?: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "submit");
  await Effect.audit("context_file.submitted", subject(row));
  if (approvedBeforehandBy) return approved(tx, id, approvedBeforehandBy);
  await Approval.open(tx, {
    kind: "context_file",
    subject: { type: "context_file", id, title: Planning.titleOf("context_file", row) },
    version: row.version,
    contentHash: row.sha256,
    stage: "client",
    author: reference(),
  });
}

/** The version is in force from now on: the one before is archived, and the strategy follows. */
export async function approved(tx: Tx, id: string, by: string = reference()): Promise<void> {
  const row = await locked(tx, id);
  await Planning.supersede(tx, "context_file", row);
  await move(tx, row, "approve", { approvedBy: by, approvedAt: new Date() });
  await Effect.audit("context_file.approved", subject(row));
  await Setup.advance(tx);
  await Strategy.generate(tx, {});
}

/** The writer runs again with the note; what it writes is a new version. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  const wish = await Planning.sentBack(tx, "context_file", row, note);
  if (wish) await generate(tx, wish);
}

/** Reads and locks a version of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  return Planning.locked<Row>(tx, "context_file", id);
}

/** Moves a version by a verb of its machine. */
export async function move(tx: Tx, row: Row, verb: ContextVerb, set: Record<string, unknown> = {}): Promise<void> {
  await Planning.move(tx, "context_file", row, verb, set);
}

const subject = (row: Row) => Planning.subject("context_file", row);
