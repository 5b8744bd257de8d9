import * as Deliverable from "#core/deliverable/index.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Titled } from "#platform/channel/index.ts";
import type { Tx } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import type { AttemptStatus, AttemptVerb, PublishedType } from "#schema/publish.ts";
import { attemptMachine, lookUpAfterMs } from "#schema/publish.ts";
import { logRun } from "./run-log.ts";
import type { Sendable, Target } from "./target.ts";
import { targetOf } from "./targets/index.ts";

export interface AttemptRow {
  id: string;
  subjectType: PublishedType;
  subjectId: string;
  version: number;
  contentHash: string;
  approvalId: string;
  channelId: string | null;
  mode: "draft" | "publish";
  status: AttemptStatus;
  attemptKey: string;
  payload: Titled;
  publishAt: Date;
  postedAt: Date | null;
  tries: number;
  externalId: string | null;
  externalUrl: string | null;
  editUrl: string | null;
  lookCount: number;
}

/** Reads and locks an attempt of the tenant at work. */
export async function lockedAttempt(tx: Tx, id: string): Promise<AttemptRow> {
  const row = await tx
    .selectFrom("publishAttempts")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Publish attempt", id);
  return row as unknown as AttemptRow;
}

/** Moves an attempt along its machine. */
export async function moveAttempt(
  tx: Tx,
  row: AttemptRow,
  verb: AttemptVerb,
  set: Record<string, unknown> = {},
): Promise<void> {
  const status = after(attemptMachine, row.status, verb, "The attempt");
  await tx
    .updateTable("publishAttempts")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
}

/** The provider shows the piece in public: attempt confirmed, piece published, people told, request fulfilled. */
export async function confirm(
  tx: Tx,
  row: AttemptRow,
  found: { url: string; externalId: string | null; decidedBy?: string; parts?: readonly string[] | undefined },
): Promise<void> {
  await moveAttempt(tx, row, "confirm", {
    externalId: found.externalId,
    externalUrl: found.url,
    confirmedAt: new Date(),
    lookAt: null,
    errorCode: null,
    errorMessage: null,
    ...(found.decidedBy ? { decidedBy: found.decidedBy } : {}),
  });
  const target = targetOf(row.subjectType);
  const piece = await target.find(tx, row.subjectId);
  const { url, externalId, parts } = found;
  await target.move(tx, piece, "confirm", { url, externalId, parts, sent: row.payload });
  await Effect.audit("publish_attempt.confirmed", labelled(row, piece), {
    before: { status: row.status },
    after: { status: "confirmed", url: found.url },
  });
  await logRun(tx, target, row, { status: "success" });
  await published(tx, target, piece, found.url);
}

/** The piece did not go out, for certain. */
export async function fail(
  tx: Tx,
  row: AttemptRow,
  code: string,
  message: string,
  verb: "refuse" | "absent",
): Promise<void> {
  await moveAttempt(tx, row, verb, { errorCode: code, errorMessage: message.slice(0, 500), lookAt: null });
  const target = targetOf(row.subjectType);
  const piece = await target.find(tx, row.subjectId);
  await target.move(tx, piece, "fail");
  await Effect.audit("publish_attempt.failed", labelled(row, piece), {
    before: { status: row.status },
    after: { status: "failed", code },
  });
  await logRun(tx, target, row, { status: "error", message });
  await Effect.notify(
    "content.publish_failed",
    { type: row.subjectType, id: piece.id },
    { title: piece.title, code, message },
  );
}

/** Nobody knows whether the piece went out: it is looked up on a clock and never sent again by itself. */
export async function loseTrack(tx: Tx, row: AttemptRow, reason: string): Promise<void> {
  const lookAt = new Date(Date.now() + (lookUpAfterMs[0] ?? 60_000));
  await moveAttempt(tx, row, "lose_track", {
    lookAt,
    lookCount: 0,
    errorCode: "unknown",
    errorMessage: reason.slice(0, 500),
  });
  const target = targetOf(row.subjectType);
  const piece = await target.find(tx, row.subjectId);
  await target.move(tx, piece, "lose_track");
  await Effect.audit(
    "publish_attempt.left_unknown",
    labelled(row, piece),
    { before: { status: row.status }, after: { status: "unknown" } },
    reason,
  );
  await Effect.live("content:publish_unknown", { kind: row.subjectType, id: piece.id, attemptId: row.id });
  await Effect.notify(
    "content.publish_unknown",
    { type: row.subjectType, id: piece.id },
    { title: piece.title, message: reason },
  );
}

/** Nothing was sent and nothing will be: the piece is where it was before, and may be sent at another time. */
export async function drop(tx: Tx, row: AttemptRow, piece: Sendable, reason: string): Promise<void> {
  await moveAttempt(tx, row, "drop", { errorMessage: reason });
  await targetOf(row.subjectType).move(tx, piece, "drop");
  await Effect.audit("publish_attempt.abandoned", labelled(row, piece), {
    before: { status: row.status },
    after: { status: "abandoned" },
  });
}

/** People can see the piece. */
export async function published(tx: Tx, target: Target, piece: Sendable, url: string): Promise<void> {
  await target.published?.(tx, piece, url);
  if (piece.activityId) await Deliverable.move(tx, piece.activityId, "confirm_publish");
  if (target.isQuiet) return;
  const { id, title, version } = piece;
  const { keptAs: subjectType } = target;
  if (subjectType) await Effect.job("rag__ingest", { kind: "text", subjectType, subjectId: id });
  await Effect.live("content:published", { kind: target.type, id, status: "published", version, url });
  await Effect.notify("content.published", { type: target.type, id }, { title, url });
}

const labelled = ({ id }: AttemptRow, { title }: Sendable) => ({ type: "publish_attempt", id, label: title });
