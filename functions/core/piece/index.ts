import * as Activity from "#core/activity/index.ts";
import * as Approval from "#core/approval/index.ts";
import { type StoredClaim, storeClaims } from "#core/claim/index.ts";
import { askCritic } from "#core/critic/ask.ts";
import type { FreshVerdict } from "#core/critic/read.ts";
import * as Deliverable from "#core/deliverable/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { activityMachine } from "#schema/activity.ts";
import type { ApprovalFlag, ApprovalStage } from "#schema/approval.ts";
import { allows } from "#schema/machine.ts";
import { type Content, type DraftType, kindOf } from "./kinds.ts";
import { mayRewrite, rework } from "./rework.ts";
import { changed, idFor, insert, locked, move, ofActivity, type Row, set } from "./rows.ts";
import { distinct, openStage, write } from "./write.ts";

export { type Content, type DraftType, isDraft, kindOf } from "./kinds.ts";
export { changed, contentOf, locked, move, type Row, set } from "./rows.ts";
export { authorOf, type By, contentHash, freeSlug, openStage, write } from "./write.ts";

/** What no approval holds of any more. */
export const unapproved = { dmApprovedBy: null, dmApprovedAt: null, clientApprovedBy: null, clientApprovedAt: null };

type OfRun = Pick<ClaimedRun, "id" | "activityId" | "subjectId">;

/** Stores what a writer wrote as the next version, with its claims; the critic reads it next, or people do. */
export async function storeDraft(
  tx: Tx,
  type: DraftType,
  run: OfRun,
  draft: { content: Content; claims: readonly StoredClaim[] },
): Promise<string> {
  const kind = kindOf(type);
  const known = await ofRun(tx, type, run);
  const id = known?.id ?? idFor(type);
  const content = await distinct(tx, type, draft.content, id);
  const columns = kind.columns(content);
  const title = kind.title({ ...known, ...content, ...columns });
  const row = known ?? (await insert(tx, type, { id, activityId: run.activityId ?? "", columns, title }));
  if (row.status !== kind.drafting) return id;
  const { version, hash } = await write(tx, type, row, content, { kind: "agent", runId: run.id });
  await storeClaims(tx, { type, id }, version, draft.claims);
  await Effect.audit(
    `${type}.drafted`,
    { type, id, label: title },
    { before: { version: row.version }, after: { version, contentHash: hash } },
  );
  const written = { ...row, title, version };
  await changed(type, written);
  if (kind.isCriticised) await askCritic(tx, { type, id }, version);
  else await ready(tx, type, written, []);
  return id;
}

/** The critic has spoken, or could not. A failed draft goes back to its writer once; then people see it, flagged. */
export async function criticised(
  tx: Tx,
  type: DraftType,
  id: string,
  { version, verdict, flags }: { version: number; verdict: FreshVerdict | null; flags: () => Promise<ApprovalFlag[]> },
): Promise<void> {
  const row = await locked(tx, type, id);
  const { drafting, score } = kindOf(type);
  if (row.version !== version || row.status !== drafting) return;
  if (score && verdict) await set(tx, type, id, { [score]: verdict.brandScore });
  if (row.activityId && (await Activity.isOutdated(tx, row.activityId)))
    return Activity.rewrite(tx, row.activityId, []);
  const isFailed = verdict !== null && !verdict.passed;
  if (isFailed && (await mayRewrite(tx, type, row))) {
    await rework(tx, type, row, { wakeReason: "critic", issues: verdict.issues });
    return;
  }
  await ready(tx, type, row, await flags());
}

/** Hash, version and title an approval of a piece is about. */
export async function present(tx: Tx, type: DraftType, id: string) {
  const { contentHash, version, title } = await locked(tx, type, id);
  return { contentHash, version, title };
}

/** A stage has approved: after the agency the client decides, after the client the piece may leave. @returns whether it may */
export async function approved(
  tx: Tx,
  type: DraftType,
  { subjectId: id, stage, flags }: Approval.Row,
): Promise<boolean> {
  const row = await locked(tx, type, id);
  const kind = kindOf(type);
  if (stage === "client") return clientApproved(tx, type, row);
  const seen = await dmApproved(tx, type, row);
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("approvalMode")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  if (settings?.approvalMode === "internal" && !kind.keepsStages) return clientApproved(tx, type, seen);
  await openStage(tx, type, id, "client", flags);
  return false;
}

/** The agency has approved. */
export async function dmApproved<R extends Row>(tx: Tx, type: DraftType, row: R): Promise<R> {
  const by = { dmApprovedBy: reference(), dmApprovedAt: new Date(), dmRejectionNote: null };
  const seen = await move(tx, type, row, kindOf(type).verbs.dmApprove, by);
  await Effect.audit(`${type}.dm_approved`, subject(type, row));
  if (row.activityId) await Deliverable.move(tx, row.activityId, "dm_approve");
  return seen;
}

/** Either side sent the piece back: its writer runs again on the note. `counts` is false for a wish that is no rejection. */
export async function rejected(
  tx: Tx,
  type: DraftType,
  approval: { subjectId: string; stage: ApprovalStage },
  { note, counts }: { note: string; counts: boolean },
): Promise<void> {
  await rewrite(tx, type, await sentBack(tx, type, approval, note), { note, counts });
}

/** Either side sent the piece back, and nothing that was approved of it holds any more. */
export async function sentBack(
  tx: Tx,
  type: DraftType,
  { subjectId, stage }: { subjectId: string; stage: ApprovalStage },
  note: string,
): Promise<Row> {
  const { verbs } = kindOf(type);
  const isDm = stage === "dm";
  const row = await move(tx, type, await locked(tx, type, subjectId), isDm ? verbs.dmReject : verbs.clientReject, {
    dmRejectionNote: isDm ? note : null,
    clientRejectionNote: isDm ? null : note,
    ...unapproved,
  });
  await Approval.supersede(tx, { type, id: row.id });
  await Effect.audit(`${type}.rejected`, subject(type, row), {}, note);
  return row;
}

/** Its writer runs again on what was said of the piece. */
export async function rewrite(
  tx: Tx,
  type: DraftType,
  row: Row,
  said: { note: string; counts: boolean },
): Promise<void> {
  const { again } = kindOf(type).verbs;
  const isQueued = await rework(tx, type, row, { wakeReason: "rejection", ...said });
  if (isQueued && again) await move(tx, type, row, again);
}

/**
 * The writer failed for good. A text that should only have been written again lies before the agency as it was, and says so; one that
 * was never written shows that it failed where its kind knows failure.
 */
export async function failed(tx: Tx, type: DraftType, run: OfRun): Promise<void> {
  const { verbs, blank, drafting } = kindOf(type);
  const row = (await ofRun(tx, type, run)) ?? (await begun(tx, type, run, blank));
  if (row?.status !== drafting) return;
  if (!run.activityId && row.version > 0) return void (await ready(tx, type, row, ["rewrite_failed"]));
  if (verbs.fail) await move(tx, type, row, verbs.fail);
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

/** The client has approved, or the agency alone decides: the work is done and the piece may leave. */
export async function clientApproved(tx: Tx, type: DraftType, row: Row): Promise<true> {
  const kind = kindOf(type);
  const by = { clientApprovedBy: reference(), clientApprovedAt: new Date(), clientRejectionNote: null };
  await move(tx, type, row, kind.verbs.clientApprove, by);
  await Effect.audit(`${type}.client_approved`, subject(type, row));
  if (kind.closes === "approved" && row.activityId)
    await Activity.finish(tx, row.activityId, "approve_last", output(type, row));
  return true;
}

async function ready(tx: Tx, type: DraftType, row: Row, flags: ApprovalFlag[]): Promise<void> {
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

async function ofRun(tx: Tx, type: DraftType, run: OfRun): Promise<Row | undefined> {
  if (!run.activityId) return locked(tx, type, run.subjectId ?? "");
  return (await ofActivity(tx, run.activityId, [type]))?.row;
}

async function begun(
  tx: Tx,
  type: DraftType,
  { activityId }: OfRun,
  blank: ((title: string, id: string) => Record<string, unknown>) | undefined,
): Promise<Row | undefined> {
  if (!activityId || !blank) return undefined;
  const { title } = await Activity.locked(tx, activityId);
  const id = idFor(type);
  return insert(tx, type, { id, activityId, title, columns: blank(title, id) });
}

function output(type: DraftType, { id, version }: Row): Record<string, unknown> {
  return { pieceType: type, pieceId: id, version };
}

function subject(type: DraftType, { id, title }: Row) {
  return { type, id, label: title };
}
