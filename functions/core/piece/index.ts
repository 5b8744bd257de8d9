import * as Activity from "#core/activity/index.ts";
import * as Approval from "#core/approval/index.ts";
import { type StoredClaim, storeClaims } from "#core/blog/claims.ts";
import { flagsOf, type Verdict } from "#core/critic/read.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { dispatch } from "#core/run/dispatch.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { activityMachine } from "#schema/activity.ts";
import type { ApprovalFlag, ApprovalStage } from "#schema/approval.ts";
import { allows } from "#schema/machine.ts";
import type { PieceType } from "#schema/piece.ts";
import { type Content, kindOf } from "./kinds.ts";
import { mayRewrite, rework } from "./rework.ts";
import { changed, idFor, insert, locked, move, ofActivity, type Row } from "./rows.ts";
import { distinct, openStage, write } from "./write.ts";

export { type Content, isPiece, kindOf } from "./kinds.ts";
export { contentOf, locked, move } from "./rows.ts";
export { contentHash } from "./write.ts";

type OfRun = Pick<ClaimedRun, "id" | "activityId" | "subjectId">;

/** Stores what a writer wrote as the next version, with its claims; the critic reads it next, or people do. */
export async function storeDraft(
  tx: Tx,
  type: PieceType,
  run: OfRun,
  draft: { content: Content; claims: readonly StoredClaim[] },
): Promise<string> {
  const kind = kindOf(type);
  const known = await ofRun(tx, type, run);
  const id = known?.id ?? idFor(type);
  const content = await distinct(tx, type, draft.content, id);
  const columns = kind.columns(content);
  const title = String(columns[kind.titled]);
  const row = known ?? (await insert(tx, type, { id, activityId: run.activityId ?? "", columns, title }));
  if (row.status !== kind.drafting) return id;
  const by = { author: reference(), kind: "agent", runId: run.id } as const;
  const { version, hash } = await write(tx, type, row, content, by);
  await storeClaims(tx, { type, id }, version, draft.claims);
  await Effect.audit(
    `${type}.drafted`,
    { type, id, label: title },
    { before: { version: row.version }, after: { version, contentHash: hash } },
  );
  const written = { ...row, title, version };
  await changed(type, written);
  if (!kind.isCriticised) await ready(tx, type, written, []);
  else
    await dispatch(tx, {
      agent: "content-critic",
      subject: { type, id },
      version,
      wakeReason: "new_task",
      priority: "critical",
    });
  return id;
}

/** The critic has spoken, or could not. A failed draft goes back to its writer once; then people see it, flagged. */
export async function criticised(
  tx: Tx,
  type: PieceType,
  id: string,
  said: { version: number; verdict: Verdict | null; suspected: boolean },
): Promise<void> {
  const { version, verdict, suspected } = said;
  const row = await locked(tx, type, id);
  if (row.version !== version || row.status !== kindOf(type).drafting) return;
  const isFailed = verdict !== null && !verdict.passed;
  if (isFailed && (await mayRewrite(tx, type, row))) {
    await rework(tx, type, row, { wakeReason: "critic", issues: verdict.issues });
    return;
  }
  const flags = await flagsOf(tx, { type, id }, { version, verdict, suspected });
  await ready(tx, type, row, flags);
}

/** Hash, version and title an approval of a piece is about. */
export async function present(tx: Tx, type: PieceType, id: string) {
  const { contentHash, version, title } = await locked(tx, type, id);
  return { contentHash, version, title };
}

/** A stage has approved: after the agency the client decides, after the client the piece may leave. */
export async function approved(tx: Tx, type: PieceType, { subjectId: id, stage, flags }: Approval.Row): Promise<void> {
  const row = await locked(tx, type, id);
  const kind = kindOf(type);
  if (stage === "client") return clientApproved(tx, type, row);
  const by = { dmApprovedBy: reference(), dmApprovedAt: new Date(), dmRejectionNote: null };
  const seen = await move(tx, type, row, kind.verbs.dmApprove, by);
  await Effect.audit(`${type}.dm_approved`, subject(type, row));
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("approvalMode")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  if (settings?.approvalMode === "internal" && !kind.keepsStages) return clientApproved(tx, type, seen);
  await openStage(tx, type, id, "client", flags);
}

/** Either side sent the piece back: its writer runs again on the note. `counts` is false for a wish that is no rejection. */
export async function rejected(
  tx: Tx,
  type: PieceType,
  approval: { subjectId: string; stage: ApprovalStage },
  { note, counts }: { note: string; counts: boolean },
): Promise<void> {
  const { verbs } = kindOf(type);
  const found = await locked(tx, type, approval.subjectId);
  const isDm = approval.stage === "dm";
  const row = await move(tx, type, found, isDm ? verbs.dmReject : verbs.clientReject, {
    dmRejectionNote: isDm ? note : null,
    clientRejectionNote: isDm ? null : note,
    ...{ dmApprovedBy: null, dmApprovedAt: null, clientApprovedBy: null, clientApprovedAt: null },
  });
  await Approval.supersede(tx, { type, id: row.id });
  await Effect.audit(`${type}.rejected`, subject(type, row), {}, note);
  const isQueued = await rework(tx, type, row, { wakeReason: "rejection", note, counts });
  if (isQueued && verbs.again) await move(tx, type, row, verbs.again);
}

/** The writer failed for good: a kind that knows failure shows it. */
export async function failed(tx: Tx, type: PieceType, run: OfRun): Promise<void> {
  const { verbs, blank, drafting } = kindOf(type);
  const row = (await ofRun(tx, type, run)) ?? (await begun(tx, type, run, blank));
  if (row && verbs.fail && row.status === drafting) await move(tx, type, row, verbs.fail);
}

/** Its work is tried again: a piece that had failed is being written again. */
export async function retried(tx: Tx, activityId: string): Promise<void> {
  const found = await ofActivity(tx, activityId);
  if (!found) return;
  const { type, row } = found;
  const { machine, verbs } = kindOf(type);
  if (verbs.retry && allows(machine, row.status, verbs.retry)) await move(tx, type, row, verbs.retry);
}

/** Its work was given up: nothing is decided about the piece any more. */
export async function dropped(tx: Tx, activityId: string): Promise<void> {
  const found = await ofActivity(tx, activityId);
  if (!found) return;
  const { type, row } = found;
  const { machine, verbs } = kindOf(type);
  await Approval.supersede(tx, { type, id: row.id });
  if (verbs.archive && allows(machine, row.status, verbs.archive)) await move(tx, type, row, verbs.archive);
}

async function clientApproved(tx: Tx, type: PieceType, row: Row): Promise<void> {
  const kind = kindOf(type);
  const by = { clientApprovedBy: reference(), clientApprovedAt: new Date(), clientRejectionNote: null };
  await move(tx, type, row, kind.verbs.clientApprove, by);
  await Effect.audit(`${type}.client_approved`, subject(type, row));
  if (kind.closes === "approved" && row.activityId)
    await Activity.finish(tx, row.activityId, "approve_last", output(type, row));
}

async function ready(tx: Tx, type: PieceType, row: Row, flags: ApprovalFlag[]): Promise<void> {
  const kind = kindOf(type);
  await move(tx, type, row, kind.verbs.ready);
  if (row.activityId) {
    const activity = await Activity.locked(tx, row.activityId);
    if (kind.closes === "approved") await Activity.draftReady(tx, activity.id);
    else if (allows(activityMachine, activity.status, "finish"))
      await Activity.finish(tx, activity.id, "finish", output(type, row));
  }
  await openStage(tx, type, row.id, "dm", flags);
}

async function ofRun(tx: Tx, type: PieceType, run: OfRun): Promise<Row | undefined> {
  if (!run.activityId) return locked(tx, type, run.subjectId ?? "");
  return (await ofActivity(tx, run.activityId, [type]))?.row;
}

async function begun(
  tx: Tx,
  type: PieceType,
  { activityId }: OfRun,
  blank: ((title: string, id: string) => Record<string, unknown>) | undefined,
): Promise<Row | undefined> {
  if (!activityId || !blank) return undefined;
  const { title } = await Activity.locked(tx, activityId);
  const id = idFor(type);
  return insert(tx, type, { id, activityId, title, columns: blank(title, id) });
}

function output(type: PieceType, { id, version }: Row): Record<string, unknown> {
  return { pieceType: type, pieceId: id, version };
}

function subject(type: PieceType, { id, title }: Row) {
  return { type, id, label: title };
}
