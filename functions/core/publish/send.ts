import * as Approval from "#core/approval/index.ts";
import { Busy } from "#core/busy.ts";
import * as Effect from "#core/effect/index.ts";
import { type LetterPayload, sendOne } from "#core/letter/one.ts";
import { tenant } from "#platform/actor.ts";
import { ChannelError, type CheckResult, type PostResult, type Sender, type Titled } from "#platform/channel/index.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { PublishedType } from "#schema/publish.ts";
import { draftCheckDays, draftCheckMs, lookUpAfterMs, postTriesMax, tooLateMs } from "#schema/publish.ts";
import { connected, isPaused } from "./accounts.ts";
import { adapterOf } from "./adapter.ts";
import { order, recordStep } from "./evidence.ts";
import { freshen, isLetInAgain, letIn, waitForAccess } from "./let-in.ts";
import { deliver } from "./mailing.ts";
import { type AttemptRow, confirm, drop, fail, lockedAttempt, loseTrack, moveAttempt } from "./outcome.ts";
import { targetOf } from "./targets/index.ts";

const postingMs = 90_000;
const recheckMs: readonly number[] = [5_000, 15_000, 60_000];

/**
 * Sends the frozen payload, once. A job that finds the sending begun and not ended cannot know its outcome:
 * it waits while the sender may still be at work, then the outcome is unknown and only looked up.
 */
export async function send(attemptId: string): Promise<void> {
  await letIn(attemptId);
  const begun = await transaction((tx) => begin(tx, attemptId));
  if (!begun) return;
  if (isMailing(begun)) return deliver(begun);
  const startedMs = Date.now();
  const { result, used } = isMail(begun)
    ? { result: await sendOne(begun.payload as LetterPayload), used: "" }
    : await postTo(begun, startedMs);
  const isShut = "code" in result && result.code === "auth_expired" && begun.channelId !== null;
  const mayRetry = isShut && (await isLetInAgain(begun, used));
  await transaction(async (tx) => {
    const row = await lockedAttempt(tx, attemptId);
    await recordStep(
      tx,
      row,
      "post",
      outcomeOf(result),
      Date.now() - startedMs,
      "message" in result ? result.message : "reason" in result ? result.reason : null,
    );
    if (row.status !== "posting") {
      if (result.outcome === "accepted")
        await tx
          .updateTable("publishAttempts")
          .set({ externalId: result.providerId })
          .where("tenantId", "=", tenant())
          .where("id", "=", row.id)
          .execute();
      return;
    }
    if (isShut) await waitForAccess(tx, row, result, mayRetry);
    else await settlePost(tx, row, result);
  });
}

/** Asks the channel whether an accepted post is there, and in public. */
export async function check(attemptId: string): Promise<void> {
  const row = await transaction((tx) => lockedAttempt(tx, attemptId));
  if (row.status !== "checking") return;
  const { result, durationMs } = await ask(row);
  await transaction(async (tx) => {
    const now = await lockedAttempt(tx, attemptId);
    if (now.status !== "checking") return;
    await recordStep(tx, now, "check", outcomeOf(result), durationMs, "reason" in result ? result.reason : null);
    if (result.state === "confirmed") return confirm(tx, now, { ...result, externalId: result.providerId });
    if (result.state === "draft") return drafted(tx, now, result);
    if (result.state === "absent") return fail(tx, now, "target_gone", "The channel no longer has the post.", "absent");
    if (result.state === "rejected") return fail(tx, now, "policy", result.reason, "absent");
    const wait = recheckMs[now.lookCount];
    if (wait === undefined) return loseTrack(tx, now, result.reason);
    await tx
      .updateTable("publishAttempts")
      .set({ lookCount: now.lookCount + 1 })
      .where("tenantId", "=", tenant())
      .where("id", "=", now.id)
      .execute();
    await order(now, "check", { at: new Date(Date.now() + wait) });
  });
}

/** Looks up an attempt whose outcome nobody knows. It never sends. */
export async function lookUp(attemptId: string): Promise<void> {
  const row = await transaction((tx) => lockedAttempt(tx, attemptId));
  if (row.status === "checking") return check(attemptId);
  if (row.status !== "unknown") return;
  const { result, durationMs } = await ask(row);
  await transaction(async (tx) => {
    const now = await lockedAttempt(tx, attemptId);
    if (now.status !== "unknown") return;
    await recordStep(tx, now, "look_up", outcomeOf(result), durationMs, "reason" in result ? result.reason : null);
    if (result.state === "confirmed") return confirm(tx, now, { ...result, externalId: result.providerId });
    if (result.state === "draft") {
      await moveAttempt(tx, now, "accepted", { externalId: result.providerId });
      return drafted(tx, { ...now, status: "checking" }, result);
    }
    if (result.state === "rejected") return fail(tx, now, "policy", result.reason, "absent");
    if (result.state === "absent")
      return fail(
        tx,
        now,
        "absent",
        "The channel's complete list does not have the post: it was not published.",
        "absent",
      );
    const lookCount = now.lookCount + 1;
    const wait = lookUpAfterMs[lookCount];
    await tx
      .updateTable("publishAttempts")
      .set({ lookCount, lookAt: wait === undefined ? null : new Date(Date.now() + wait) })
      .where("tenantId", "=", tenant())
      .where("id", "=", now.id)
      .execute();
  });
}

/** Orders the next step of every attempt of the tenant that is due for a look or has lain still. @returns how many */
export async function reconcile(now: Date): Promise<number> {
  return transaction(async (tx) => {
    const still = new Date(now.getTime() - postingMs);
    const rows = await tx
      .selectFrom("publishAttempts")
      .select(["id", "status", "lookAt", "subjectType"])
      .where("tenantId", "=", tenant())
      .where((eb) =>
        eb.or([
          eb.and([eb("status", "in", ["unknown", "checking"]), eb("lookAt", "<=", now)]),
          eb.and([
            eb("status", "in", ["prepared", "posting", "checking"]),
            eb("lookAt", "is", null),
            eb("updatedAt", "<", still),
            eb("publishAt", "<", still),
          ]),
        ]),
      )
      .limit(200)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of rows) {
      const next = row.status === "unknown" ? "look_up" : row.status === "checking" ? "check" : "post";
      await order({ id: row.id, subjectType: row.subjectType as PublishedType }, next);
      await tx
        .updateTable("publishAttempts")
        // Without a time to look at, an attempt that was touched has not lain still.
        .set((eb) => (row.lookAt ? { lookAt: new Date(now.getTime() + 2 * 60_000) } : { tries: eb.ref("tries") }))
        .where("tenantId", "=", tenant())
        .where("id", "=", row.id)
        .execute();
    }
    return rows.length;
  });
}

/** What keeps the payload from being sent at all. Posts for sites were held to the rules of their writer. */
function faultOf(row: AttemptRow, channel: Sender<Titled>): PostResult | null {
  const [issue] = row.subjectType === "blog_post" ? [] : channel.validate(row.payload);
  if (!issue) return null;
  const code = issue.code === "invalid_media" || issue.code === "text_too_long" ? issue.code : "bad_request";
  return { outcome: "refused", code, message: issue.text };
}

async function begin(tx: Tx, attemptId: string): Promise<AttemptRow | null> {
  const row = await lockedAttempt(tx, attemptId);
  if (row.status === "posting" && isMailing(row)) return row;
  if (row.status === "posting") {
    const waited = Date.now() - (row.postedAt?.getTime() ?? 0);
    if (waited < postingMs) throw new Busy("The post may still be on its way.", postingMs - waited);
    await loseTrack(tx, row, "The sending was interrupted before the channel answered.");
    return null;
  }
  if (row.status !== "prepared") return null;
  const target = targetOf(row.subjectType);
  const piece = await target.find(tx, row.subjectId);
  const approval = await Approval.find(tx, row.approvalId);
  const stale =
    approval.status !== "approved" ||
    approval.contentHash !== row.contentHash ||
    piece.contentHash !== row.contentHash ||
    (await target.presentHash(tx, piece)) !== row.contentHash;
  if (stale || !target.maySend(piece.status) || Date.now() - row.publishAt.getTime() > tooLateMs) {
    const reason = stale ? "The content or its approval changed." : "The planned time is too long ago.";
    await drop(tx, row, piece, reason);
    return null;
  }
  if (await isHeld(tx, row)) return null;
  const obstacle = await target.obstacle?.(tx, piece);
  if (obstacle) {
    await drop(tx, row, piece, obstacle);
    return null;
  }
  await target.move(tx, piece, "begin");
  await moveAttempt(tx, row, "post", { postedAt: new Date(), tries: row.tries + 1 });
  return { ...row, tries: row.tries + 1 };
}

async function settlePost(tx: Tx, row: AttemptRow, result: PostResult): Promise<void> {
  switch (result.outcome) {
    case "accepted":
      if (isMail(row)) {
        await moveAttempt(tx, row, "accepted");
        const url = targetOf(row.subjectType).pageOf?.({ id: row.subjectId }) ?? "";
        return confirm(tx, { ...row, status: "checking" }, { url, externalId: result.providerId });
      }
      await moveAttempt(tx, row, "accepted", { externalId: result.providerId, externalUrl: result.url ?? null });
      await Effect.audit(
        "publish_attempt.posted",
        { type: "publish_attempt", id: row.id, label: row.payload.title },
        { before: { status: row.status }, after: { status: "checking", externalId: result.providerId } },
      );
      await order(row, "check", { priority: 3 });
      return;
    case "refused":
      return fail(tx, row, result.code, result.message, "refuse");
    case "not_sent":
      if (row.tries >= postTriesMax) return fail(tx, row, result.code, result.message, "refuse");
      await moveAttempt(tx, row, "not_sent", { errorCode: result.code, errorMessage: result.message.slice(0, 500) });
      await order(row, "post", {
        at: new Date(Date.now() + (result.retryAfterMs ?? 5_000 * 2 ** (row.tries - 1))),
      });
      return;
    case "unknown":
      return loseTrack(tx, row, result.reason);
  }
}

async function drafted(tx: Tx, row: AttemptRow, found: { providerId: string; editUrl: string }): Promise<void> {
  const target = targetOf(row.subjectType);
  const piece = await target.find(tx, row.subjectId);
  const tooOld = (row.postedAt?.getTime() ?? 0) < Date.now() - draftCheckDays * 24 * 3_600_000;
  await tx
    .updateTable("publishAttempts")
    .set({
      externalId: found.providerId,
      editUrl: found.editUrl,
      lookAt: tooOld ? null : new Date(Date.now() + draftCheckMs),
      lookCount: 0,
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  if (row.editUrl !== null) return;
  await target.move(tx, piece, "draft");
  await Effect.audit(
    "publish_attempt.draft_created",
    { type: "publish_attempt", id: row.id, label: piece.title },
    { after: { editUrl: found.editUrl } },
  );
}

// What is held is looked at again by the clock, until it is too late.
async function isHeld(tx: Tx, row: AttemptRow): Promise<boolean> {
  if ((await isPaused(tx)) && !(await targetOf(row.subjectType).isStop?.(tx, { id: row.subjectId }))) return true;
  return row.channelId !== null && !(await connected(tx, row.channelId));
}

/** What leaves by our own mail. */
const isMail = ({ channelId }: AttemptRow): boolean => channelId === null;
/** Mail to many goes person by person, and each has an outcome of their own. */
const isMailing = ({ subjectType }: AttemptRow): boolean => subjectType === "newsletter";

/** @returns what came of it, and the token with which it was tried */
async function postTo(row: AttemptRow, startedMs: number): Promise<{ result: PostResult; used: string }> {
  const { channel, accessToken: used } = await adapterOf(row);
  const attempt = { key: row.attemptKey, payload: row.payload, startedAt: new Date(startedMs) };
  return { result: faultOf(row, channel) ?? (await channel.post(attempt)), used };
}

async function ask(row: AttemptRow): Promise<{ result: CheckResult; durationMs: number }> {
  if (isMail(row))
    return {
      result: { state: "unknown", reason: "Only the recipients can tell whether a mail arrived." },
      durationMs: 0,
    };
  if (row.channelId) await freshen(row.channelId);
  const startedMs = Date.now();
  const look = { key: row.attemptKey, payload: row.payload, startedAt: row.postedAt ?? row.publishAt };
  const result = await adapterOf(row)
    .then(({ channel }) => channel.check({ ...look, ...(row.externalId ? { providerId: row.externalId } : {}) }))
    .catch((error: unknown): CheckResult => {
      // An account without a token shows nothing; what became of the post is not known for that.
      if (error instanceof ChannelError) return { state: "unknown", reason: error.message };
      throw error;
    });
  return { result, durationMs: Date.now() - startedMs };
}

function outcomeOf(result: PostResult | CheckResult): string {
  if ("outcome" in result) return result.outcome === "accepted" ? "ok" : result.outcome;
  const outcomes = { confirmed: "found", draft: "found", rejected: "refused" } as const;
  return result.state in outcomes ? outcomes[result.state as keyof typeof outcomes] : result.state;
}
