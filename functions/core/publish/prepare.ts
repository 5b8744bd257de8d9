import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { postalAddressOf } from "#core/letter/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { PublishedType } from "#schema/publish.ts";
import { approvalOf, connected, isPaused, reachable } from "./accounts.ts";
import type { Sendable, Target } from "./target.ts";
import { targetOf } from "./targets/index.ts";

export interface Wish {
  channelId?: string | undefined;
  mode?: "draft" | "publish" | undefined;
  at?: Date | undefined;
  /** The account may be one that a person has to connect again: the attempt waits for that. */
  mayWait?: true;
}

/**
 * After the last approval: the piece goes to its account, now or at its planned time. Without an account, without a sender's address
 * under a mail, or while publishing is paused, it waits to be sent by hand.
 */
export async function release(tx: Tx, type: PublishedType, id: string, at?: Date): Promise<void> {
  const target = targetOf(type);
  const piece = await target.find(tx, id);
  const approval = await approvalOf(tx, target, piece);
  if (approval?.status !== "approved" || approval.contentHash !== piece.contentHash) return;
  if ((await isPaused(tx)) && !(await target.isStop?.(tx, piece))) return;
  if (!target.places) {
    if (await postalAddressOf(tx)) await prepare(tx, target, piece, approval, { at });
    return;
  }
  if ((await target.places(tx, piece)).length === 0) return;
  const channelId = await target.account(tx, piece);
  if (!channelId || !(await reachable(tx, channelId))) return;
  await prepare(tx, target, piece, approval, { channelId, mayWait: true });
}

/** Freezes the payload of exactly the approved bytes and orders the sending. One attempt per approved version and account. */
export async function prepare(
  tx: Tx,
  target: Target,
  piece: Sendable,
  approval: Pick<Approval.Row, "id" | "status" | "contentHash">,
  wish: Wish,
): Promise<string> {
  if (approval.status !== "approved")
    throw new AppError("approval.approval_required", "Nothing leaves without an approval.");
  const present = await target.presentHash(tx, piece);
  if (approval.contentHash !== present || piece.contentHash !== present)
    throw new AppError("approval.approval_stale", `Version ${piece.version} differs from what was approved.`, {
      details: { version: piece.version },
    });
  const channelId = wish.channelId ?? (await target.account(tx, piece));
  const channel = await accountFor(tx, target, piece, channelId, wish.mayWait);
  const chosen = wish.mode ?? (target.keepsDrafts ? (channel?.mode ?? "draft") : "publish");
  const now = new Date();
  const planned = wish.at ?? (await target.dueAt?.(tx, piece, channelId)) ?? piece.publishAt;
  const publishAt = planned && planned > now ? planned : now;
  const payload = await target.payload(tx, piece, chosen);
  const id = newId("publishAttempt");
  const made = await tx
    .insertInto("publishAttempts")
    .values({
      tenantId: tenant(),
      id,
      subjectType: target.type,
      subjectId: piece.id,
      version: piece.version,
      contentHash: piece.contentHash,
      approvalId: approval.id,
      channelId,
      target: target.target,
      mode: chosen,
      status: "prepared",
      attemptKey: sha256(`${piece.id}:${piece.version}:${channelId ?? "mail"}`),
      payload: JSON.stringify(payload),
      publishAt,
    })
    .onConflict((conflict) =>
      conflict.columns(["tenantId", "attemptKey"]).where("status", "not in", ["failed", "abandoned"]).doNothing(),
    )
    .returning("id")
    .executeTakeFirst();
  if (!made)
    throw new AppError(
      "publish.outcome_unknown",
      `Version ${piece.version} of "${piece.title}" is already on its way to this channel.`,
    );
  await target.move(tx, { ...piece, channelId }, "prepare", { at: publishAt });
  await Approval.use(tx, approval.id);
  await Effect.audit(
    "publish_attempt.prepared",
    { type: "publish_attempt", id, label: piece.title },
    { after: { version: piece.version, contentHash: piece.contentHash, channelId, mode: chosen } },
  );
  await Effect.job(target.queue, { attemptId: id, step: "post" }, { at: publishAt, priority: 3 });
  return id;
}

async function accountFor(
  tx: Tx,
  target: Target,
  piece: Sendable,
  channelId: string | null,
  mayWait = false,
): Promise<{ mode?: "draft" | "publish" } | null> {
  if (!target.places) return null;
  const places = await target.places(tx, piece);
  if (!channelId || places.length === 0)
    throw new AppError("channel.channel_disconnected", "No channel is connected for this post.");
  const channel = await (mayWait ? reachable : connected)(tx, channelId);
  if (!channel) throw new AppError("channel.channel_disconnected", "The channel is not connected. Reconnect it first.");
  if (!places.includes(channel.type))
    throw new AppError("channel.channel_disconnected", `Connect ${places.join(" or ").replaceAll("_", " ")} first.`);
  return channel.settings as { mode?: "draft" | "publish" };
}
