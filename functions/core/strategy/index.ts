import * as Approval from "#core/approval/index.ts";
import * as DeliverablePlan from "#core/deliverable-plan/index.ts";
import * as Effect from "#core/effect/index.ts";
import { newest, order, rejectionsMax } from "#core/run/order.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { BlockedReason } from "#schema/activity.ts";
import type { ApprovalStage } from "#schema/approval.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import { type StrategyStatus, type StrategyVerb, strategyMachine } from "#schema/strategy.ts";

export interface Row {
  id: string;
  version: number;
  status: StrategyStatus;
  reviewStage: ApprovalStage | null;
  title: string;
  summary: string | null;
  body: string | null;
  sha256: string;
  details: Record<string, unknown>;
  contextFileId: string;
}

const horizonMonths = 6;

/**
 * Begins a new version from the context file in force: a draft that its writer fills. Notes are what a person asked for.
 * @returns what keeps it from being written, or null
 */
export async function generate(
  tx: Tx,
  { notes, mode = "full", rejections = 0 }: { notes?: string; mode?: "full" | "refresh"; rejections?: number },
): Promise<BlockedReason | null> {
  const context = await tx
    .selectFrom("contextFiles")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "=", "approved")
    .executeTakeFirst();
  if (!context) return "plan_gate";
  const last = await tx
    .selectFrom("strategies")
    .select("version")
    .where("tenantId", "=", tenant())
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  const id = newId("strategy");
  const version = (last?.version ?? 0) + 1;
  const startsOn = new Date().toISOString().slice(0, 10);
  const ends = new Date(`${startsOn}T00:00:00Z`);
  ends.setUTCMonth(ends.getUTCMonth() + horizonMonths);
  await tx
    .insertInto("strategies")
    .values({
      tenantId: tenant(),
      id,
      version,
      status: "draft",
      title: `Strategy, version ${version}`,
      body: "",
      sha256: sha256(""),
      horizonMonths,
      startsOn,
      endsOn: ends.toISOString().slice(0, 10),
      contextFileId: context.id,
      details: JSON.stringify({ ...(notes ? { notes } : {}), mode, rejections }),
    })
    .execute();
  await Effect.audit("strategy.generated", { type: "strategy", id, label: `Version ${version}` });
  return resume(tx, id);
}

/** Orders the run of a draft that has none: one that waited for credits or for its agent. */
export async function resume(tx: Tx, id: string): Promise<BlockedReason | null> {
  const row = await locked(tx, id);
  if (row.status !== "draft") return null;
  if (await newest(tx, "strategy-writer", { type: "strategy", id })) return null;
  const rejections = Number(row.details["rejections"] ?? 0);
  const blocked = await order(tx, {
    agent: "strategy-writer",
    subject: { type: "strategy", id },
    version: row.version,
    wakeReason: rejections > 0 ? "rejection" : row.details["mode"] === "refresh" ? "refresh" : "new_task",
    priority: rejections > 0 ? "critical" : "high",
    rejections,
  });
  await changed(row, blocked ?? "draft");
  return blocked;
}

/** Hash, version and title an approval of a version is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: row.sha256, version: row.version, title: row.title };
}

/** Puts a written version before the agency. */
export async function submit(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "submit", { reviewStage: "dm" });
  await Effect.audit("strategy.submitted", subject(row));
  await open(tx, row, "dm");
}

/** A stage has approved: after the agency the client decides, after the client the version is in force. */
export async function approved(tx: Tx, id: string, stage: ApprovalStage): Promise<void> {
  const row = await locked(tx, id);
  if (stage === "dm") {
    await move(tx, row, "dm_approve", { reviewStage: "client" });
    await Effect.audit("strategy.dm_approved", subject(row));
    return open(tx, row, "client");
  }
  const earlier = await tx
    .selectFrom("strategies")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "=", "approved")
    .execute();
  for (const { id: other } of earlier) await supersede(tx, other);
  await move(tx, row, "approve", { reviewStage: null, approvedBy: reference(), approvedAt: new Date() });
  await Effect.audit("strategy.approved", subject(row));
  await DeliverablePlan.generate(tx, { strategyId: id });
}

/** The writer runs again with the note; what it writes is a new version. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "reject", { reviewStage: null, rejectionNote: note });
  await Effect.audit("strategy.rejected", subject(row), {}, note);
  const rejections = Number(row.details["rejections"] ?? 0) + 1;
  if (rejections < rejectionsMax) await generate(tx, { notes: note, rejections });
}

/** Reads and locks a version of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("strategies")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Strategy", id);
  return row as unknown as Row;
}

/** Moves a version by a verb of its machine. */
export async function move(tx: Tx, row: Row, verb: StrategyVerb, set: Record<string, unknown> = {}): Promise<void> {
  const status = after(strategyMachine, row.status, verb, row.title);
  await tx
    .updateTable("strategies")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await changed(row, status);
}

async function open(tx: Tx, row: Row, stage: ApprovalStage): Promise<void> {
  await Approval.open(tx, {
    kind: "strategy",
    subject: { type: "strategy", id: row.id, title: row.title },
    version: row.version,
    contentHash: row.sha256,
    stage,
    author: await authorOf(tx, row.id),
  });
}

// Whoever wrote the version: a run, or the person who edited it last.
async function authorOf(tx: Tx, id: string): Promise<string> {
  const row = await tx
    .selectFrom("strategies")
    .select(["runId", "updatedBy", "createdBy"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return row.runId ? `agent:${row.runId}` : (row.createdBy ?? reference());
}

function subject(row: Pick<Row, "id" | "title">) {
  return { type: "strategy", id: row.id, label: row.title };
}

async function supersede(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "supersede");
  await Effect.audit("strategy.archived", subject(row));
}

async function changed(row: Pick<Row, "id" | "version">, status: string): Promise<void> {
  await Effect.live("content:updated", { kind: "strategy", id: row.id, status, version: row.version });
}
