import * as Approval from "#core/approval/index.ts";
import * as Blog from "#core/blog/index.ts";
import { Busy } from "#core/busy.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { ChannelAdapter, CheckResult, PostResult } from "#platform/channel/index.ts";
import { openChannel } from "#platform/channel/index.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256, unseal } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { draftCheckDays, draftCheckMs, lookUpAfterMs, postTriesMax, tooLateMs } from "#schema/publish.ts";
import type { AttemptRow } from "./index.ts";
import { confirm, fail, lockedAttempt, loseTrack, moveAttempt } from "./index.ts";

const postingMs = 90_000;
const recheckMs: readonly number[] = [5_000, 15_000, 60_000];

/**
 * Sends the frozen payload, once. A job that finds the sending begun and not ended cannot know its outcome:
 * it waits while the sender may still be at work, then the outcome is unknown and only looked up.
 */
export async function send(attemptId: string): Promise<void> {
  const begun = await transaction((tx) => begin(tx, attemptId));
  if (!begun) return;
  const channel = await account(begun);
  const startedMs = Date.now();
  const result = await channel.post({ key: begun.attemptKey, payload: begun.payload, startedAt: new Date(startedMs) });
  await transaction(async (tx) => {
    const row = await lockedAttempt(tx, attemptId);
    await step(
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
    await settlePost(tx, row, result);
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
    await step(tx, now, "check", outcomeOf(result), durationMs, "reason" in result ? result.reason : null);
    if (result.state === "confirmed") return confirm(tx, now, { url: result.url, externalId: result.providerId });
    if (result.state === "draft") return drafted(tx, now, result);
    if (result.state === "absent") return fail(tx, now, "target_gone", "The channel no longer has the post.", "absent");
    const wait = recheckMs[now.lookCount];
    if (wait === undefined) return loseTrack(tx, now, result.reason);
    await tx
      .updateTable("publishAttempts")
      .set({ lookCount: now.lookCount + 1 })
      .where("tenantId", "=", tenant())
      .where("id", "=", now.id)
      .execute();
    await Effect.job("publish__blog", { attemptId, step: "check" }, { at: new Date(Date.now() + wait) });
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
    await step(tx, now, "look_up", outcomeOf(result), durationMs, "reason" in result ? result.reason : null);
    if (result.state === "confirmed") return confirm(tx, now, { url: result.url, externalId: result.providerId });
    if (result.state === "draft") {
      await moveAttempt(tx, now, "accepted", { externalId: result.providerId });
      return drafted(tx, { ...now, status: "checking" }, result);
    }
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
      .select(["id", "status", "lookAt"])
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
      await Effect.job("publish__blog", { attemptId: row.id, step: next });
      await tx
        .updateTable("publishAttempts")
        .set(row.lookAt ? { lookAt: new Date(now.getTime() + 2 * 60_000) } : { errorMessage: null })
        .where("tenantId", "=", tenant())
        .where("id", "=", row.id)
        .execute();
    }
    return rows.length;
  });
}

async function begin(tx: Tx, attemptId: string): Promise<AttemptRow | null> {
  const row = await lockedAttempt(tx, attemptId);
  if (row.status === "posting") {
    const waited = Date.now() - (row.postedAt?.getTime() ?? 0);
    if (waited < postingMs) throw new Busy("The post may still be on its way.", postingMs - waited);
    await loseTrack(tx, row, "The sending was interrupted before the channel answered.");
    return null;
  }
  if (row.status !== "prepared") return null;
  const post = await Blog.locked(tx, row.subjectId);
  const approval = await Approval.find(tx, row.approvalId);
  const stale =
    approval.status !== "approved" || approval.contentHash !== row.contentHash || post.contentHash !== row.contentHash;
  if (stale || post.status !== "publishing" || Date.now() - row.publishAt.getTime() > tooLateMs) {
    await moveAttempt(tx, row, "drop", {
      errorMessage: stale ? "The content or its approval changed." : "The planned time is too long ago.",
    });
    if (post.status === "publishing") await Blog.move(tx, post, "unschedule");
    await Effect.audit(
      "publish_attempt.abandoned",
      { type: "publish_attempt", id: row.id, label: post.title },
      { before: { status: row.status }, after: { status: "abandoned" } },
    );
    return null;
  }
  await moveAttempt(tx, row, "post", { postedAt: new Date(), tries: row.tries + 1 });
  return { ...row, tries: row.tries + 1 };
}

async function settlePost(tx: Tx, row: AttemptRow, result: PostResult): Promise<void> {
  switch (result.outcome) {
    case "accepted":
      await moveAttempt(tx, row, "accepted", { externalId: result.providerId, externalUrl: result.url ?? null });
      await Effect.audit(
        "publish_attempt.posted",
        { type: "publish_attempt", id: row.id, label: row.payload.title },
        { before: { status: row.status }, after: { status: "checking", externalId: result.providerId } },
      );
      await Effect.job("publish__blog", { attemptId: row.id, step: "check" }, { priority: 3 });
      return;
    case "refused":
      return fail(tx, row, result.code, result.message, "refuse");
    case "not_sent":
      if (row.tries >= postTriesMax) return fail(tx, row, result.code, result.message, "refuse");
      await moveAttempt(tx, row, "not_sent", { errorCode: result.code, errorMessage: result.message.slice(0, 500) });
      await Effect.job(
        "publish__blog",
        { attemptId: row.id, step: "post" },
        { at: new Date(Date.now() + (result.retryAfterMs ?? 5_000 * 2 ** (row.tries - 1))) },
      );
      return;
    case "unknown":
      return loseTrack(tx, row, result.reason);
  }
}

async function drafted(tx: Tx, row: AttemptRow, found: { providerId: string; editUrl: string }): Promise<void> {
  const post = await Blog.locked(tx, row.subjectId);
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
  if (post.status === "cms_draft") return;
  await Blog.move(tx, post, "draft_created");
  await Effect.audit(
    "publish_attempt.draft_created",
    { type: "publish_attempt", id: row.id, label: post.title },
    { after: { editUrl: found.editUrl } },
  );
}

async function account(row: AttemptRow): Promise<ChannelAdapter> {
  const { channel, secret } = await transaction(async (tx) => ({
    channel: await tx
      .selectFrom("connectedChannels")
      .select(["url", "settings"])
      .where("tenantId", "=", tenant())
      .where("id", "=", row.channelId)
      .executeTakeFirstOrThrow(),
    secret: await tx
      .selectFrom("channelCredentials")
      .select(["id", "tokenInfoCipher"])
      .where("tenantId", "=", tenant())
      .where("channelId", "=", row.channelId)
      .executeTakeFirstOrThrow(),
  }));
  const token = JSON.parse(unseal(secret.tokenInfoCipher, `${tenant()}${secret.id}`)) as {
    username: string;
    appPassword: string;
  };
  return openChannel("wordpress", { siteUrl: channel.url ?? "", ...token, mode: row.mode });
}

async function ask(row: AttemptRow): Promise<{ result: CheckResult; durationMs: number }> {
  const channel = await account(row);
  const startedMs = Date.now();
  const result = await channel.check({
    key: row.attemptKey,
    payload: row.payload,
    startedAt: row.postedAt ?? row.publishAt,
    ...(row.externalId ? { providerId: row.externalId } : {}),
  });
  return { result, durationMs: Date.now() - startedMs };
}

function outcomeOf(result: PostResult | CheckResult): string {
  if ("outcome" in result) return result.outcome === "accepted" ? "ok" : result.outcome;
  return { confirmed: "found", draft: "found", pending: "pending", absent: "absent", unknown: "unknown" }[result.state];
}

async function step(
  tx: Tx,
  row: AttemptRow,
  phase: string,
  outcome: string,
  durationMs: number,
  excerpt: string | null,
): Promise<void> {
  const last = await tx
    .selectFrom("publishSteps")
    .select((eb) => eb.fn.max("step").as("step"))
    .where("tenantId", "=", tenant())
    .where("publishAttemptId", "=", row.id)
    .executeTakeFirst();
  await tx
    .insertInto("publishSteps")
    .values({
      tenantId: tenant(),
      id: newId("publishStep"),
      publishAttemptId: row.id,
      step: (last?.step ?? 0) + 1,
      phase,
      outcome,
      requestSha256: sha256(JSON.stringify(row.payload)),
      responseExcerpt: excerpt?.slice(0, 1_000) ?? null,
      durationMs: Math.round(durationMs),
    })
    .execute();
}
