import * as Approval from "#core/approval/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { ownedStatuses } from "#schema/channel.ts";
import { notFound } from "#schema/errors.ts";
import type { Sendable, Target } from "./target.ts";

/** The oldest account of a type: one that lets us in before one that has to be connected again. */
export async function accountOfType(tx: Tx, type: string): Promise<string | null> {
  const row = await tx
    .selectFrom("connectedChannels")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("type", "=", type)
    .where("status", "in", ownedStatuses)
    .where("deletedAt", "is", null)
    .orderBy("status")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** An account that lets us in, or undefined: an attempt may wait for one. */
export async function connected(tx: Tx, channelId: string) {
  const row = await reachable(tx, channelId);
  return row?.status === "connected" ? row : undefined;
}

/** An account that lets us in, or that a person may connect again. */
export async function reachable(tx: Tx, channelId: string) {
  return tx
    .selectFrom("connectedChannels")
    .select(["type", "status", "settings"])
    .where("tenantId", "=", tenant())
    .where("id", "=", channelId)
    .where("status", "in", ownedStatuses)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
}

/** @throws `request.not_found` for what is no account of the tenant */
export async function demandKnown(tx: Tx, channelId: string): Promise<void> {
  const row = await tx
    .selectFrom("connectedChannels")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("id", "=", channelId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) throw notFound("Channel", channelId);
}

/** Whether the tenant lets anything out now. */
export async function isPaused(tx: Tx): Promise<boolean> {
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("publishingPaused")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  return settings?.publishingPaused ?? false;
}

/** The approval that lets a version leave: that of the last stage there is. */
export async function approvalOf(tx: Tx, target: Target, piece: Sendable): Promise<Approval.Row | undefined> {
  if (target.approval) return target.approval(tx, piece);
  const { type, stages } = target;
  for (const stage of stages) {
    const found = await Approval.ofVersion(tx, { type, id: piece.id }, piece.version, stage);
    if (found) return found;
  }
  return undefined;
}
