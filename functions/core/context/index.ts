import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { newest, order, rejectionsMax } from "#core/run/order.ts";
import * as Setup from "#core/setup/index.ts";
import * as Strategy from "#core/strategy/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { BlockedReason } from "#schema/activity.ts";
import { type ContextStatus, type ContextVerb, contextMachine } from "#schema/context.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";

export interface Row {
  id: string;
  version: number;
  status: ContextStatus;
  body: string;
  sections: Record<string, unknown>;
  sha256: string;
  rejectionNote: string | null;
  runId: string | null;
}

/** Begins a new version: a draft that its writer fills. Notes are what a person asked for. @returns what keeps it from being written, or null */
export async function generate(
  tx: Tx,
  { notes, rejections = 0 }: { notes?: string; rejections?: number },
): Promise<BlockedReason | null> {
  const last = await tx
    .selectFrom("contextFiles")
    .select("version")
    .where("tenantId", "=", tenant())
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  const id = newId("contextFile");
  const version = (last?.version ?? 0) + 1;
  await tx
    .insertInto("contextFiles")
    .values({
      tenantId: tenant(),
      id,
      version,
      status: "draft",
      body: "",
      sha256: sha256(""),
      changeNote: notes?.slice(0, 500) ?? null,
      sections: JSON.stringify({ ...(notes ? { notes } : {}), rejections }),
    })
    .execute();
  await Effect.audit("context_file.generated", { type: "context_file", id, label: `Version ${version}` });
  return resume(tx, id);
}

/** Orders the run of a draft that has none: one that waited for credits or for its agent. */
export async function resume(tx: Tx, id: string): Promise<BlockedReason | null> {
  const row = await locked(tx, id);
  if (row.status !== "draft") return null;
  if (await newest(tx, "context-file-writer", { type: "context_file", id })) return null;
  const rejections = Number(row.sections["rejections"] ?? 0);
  const blocked = await order(tx, {
    agent: "context-file-writer",
    subject: { type: "context_file", id },
    version: row.version,
    wakeReason: rejections > 0 ? "rejection" : "new_task",
    priority: rejections > 0 ? "critical" : "high",
    rejections,
  });
  await changed(row, blocked ?? "draft");
  return blocked;
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
  return { contentHash: row.sha256, version: row.version, title: titleOf(row) };
}

/** Puts a written version before the client's admin, or, when one said so beforehand, into force in their name. */
export async function submit(tx: Tx, id: string, approvedBeforehandBy?: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "submit");
  await Effect.audit("context_file.submitted", subject(row));
  if (approvedBeforehandBy) return approved(tx, id, approvedBeforehandBy);
  await Approval.open(tx, {
    kind: "context_file",
    subject: { type: "context_file", id, title: titleOf(row) },
    version: row.version,
    contentHash: row.sha256,
    stage: "client",
    author: reference(),
  });
}

/** The version is in force from now on: the one before is archived, and the strategy follows. */
export async function approved(tx: Tx, id: string, by: string = reference()): Promise<void> {
  const row = await locked(tx, id);
  const earlier = await tx
    .selectFrom("contextFiles")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "=", "approved")
    .execute();
  for (const { id: other } of earlier) await supersede(tx, other);
  await move(tx, row, "approve", { approvedBy: by, approvedAt: new Date() });
  await Effect.audit("context_file.approved", subject(row));
  await Setup.advance(tx);
  await Strategy.generate(tx, {});
}

/** The writer runs again with the note; what it writes is a new version. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "reject", { rejectionNote: note });
  await Effect.audit("context_file.rejected", subject(row), {}, note);
  const rejections = Number(row.sections["rejections"] ?? 0) + 1;
  if (rejections < rejectionsMax) await generate(tx, { notes: note, rejections });
}

/** Reads and locks a version of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("contextFiles")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Context file", id);
  return row as unknown as Row;
}

/** Moves a version by a verb of its machine. */
export async function move(tx: Tx, row: Row, verb: ContextVerb, set: Record<string, unknown> = {}): Promise<void> {
  const status = after(contextMachine, row.status, verb, titleOf(row));
  await tx
    .updateTable("contextFiles")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await changed(row, status);
}

function titleOf({ version }: Pick<Row, "version">): string {
  return `Context file, version ${version}`;
}

function subject(row: Pick<Row, "id" | "version">) {
  return { type: "context_file", id: row.id, label: titleOf(row) };
}

async function supersede(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "supersede");
  await Effect.audit("context_file.archived", subject(row));
}

async function changed(row: Pick<Row, "id" | "version">, status: string): Promise<void> {
  await Effect.live("content:updated", { kind: "context_file", id: row.id, status, version: row.version });
}
