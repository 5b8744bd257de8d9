import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { todayIn } from "#core/month/days.ts";
import { dispatch } from "#core/run/dispatch.ts";
import { parkedOf, unpark } from "#core/run/parked.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import { jobPriority } from "#schema/activity.ts";
import type { AgentName } from "#schema/agent.ts";
import { blockedBy, waits } from "./gates.ts";
import { announce, chargeOf, locked, move, type Row, subject } from "./row.ts";

/** So many versions of a piece of work cost its price once. */
export const freeVersions = 3;

/**
 * Passes the gates of an activity that is due to start: either it is queued with its credits held, or it says what blocks it.
 * @returns what blocks it, or null
 */
export async function consider(tx: Tx, id: string): Promise<BlockedReason | null> {
  const row = await locked(tx, id);
  if (row.status !== "pending") return null;
  if (row.doer === "human") return considerPeople(tx, row);
  if (await isEarly(tx, row)) return unblock(tx, row);
  const parked = await parkedOf(tx, id, row.version);
  const blocked = row.pausedAt ? "agent_paused" : await blockedBy(tx, row, parked?.neededMinor ?? 1);
  if (blocked) return block(tx, row, blocked);
  const charge = await chargeOf(tx, row, row.version);
  const isFree = row.version <= freeVersions && ["rejection", "critic"].includes(row.wakeReason);
  if (!isFree && !(await Credit.reserve(charge))) {
    if (row.blockedReason !== "insufficient_credits")
      await Effect.notify("credits.exhausted", { type: "activity", id }, { title: row.title, ref: row.ref });
    return block(tx, row, "insufficient_credits");
  }
  const { amount } = charge;
  await move(tx, row, "enqueue", { blockedReason: null, creditsCost: amount });
  if (row.blockedReason) await Effect.audit("activity.unblocked", subject(row));
  await Effect.audit("activity.queued", subject(row));
  if (parked) {
    await unpark(tx, parked, jobPriority[row.priority]);
    return null;
  }
  await dispatch(tx, {
    agent: row.doer as AgentName,
    activityId: id,
    version: row.version,
    wakeReason: row.wakeReason,
    priority: row.priority,
    rejections: row.rejections,
    credits: amount,
  });
  return null;
}

// Nothing starts by itself: whoever does it begins once what it needs is there.
async function considerPeople(tx: Tx, row: Row): Promise<BlockedReason | null> {
  const blocked = row.pausedAt ? "agent_paused" : (await waits(tx, row.id)) ? "dependency" : null;
  return blocked ? block(tx, row, blocked) : unblock(tx, row);
}

// What has a day of its own waits for it, or for its month, by the client's calendar; the clock of months starts it then.
async function isEarly(tx: Tx, { input, dueAt }: Row): Promise<boolean> {
  const from = input["onItsDay"] === true ? dueAt?.toISOString().slice(0, 10) : input["notBefore"];
  return typeof from === "string" && from > todayIn(await zoneOf(tx), new Date());
}

async function unblock(tx: Tx, row: Row): Promise<null> {
  if (!row.blockedReason) return null;
  await tx
    .updateTable("activities")
    .set({ blockedReason: null })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.audit("activity.unblocked", subject(row));
  await announce(row, row.status, null);
  return null;
}

/** Says what keeps an activity from starting. @returns it */
export async function block(tx: Tx, row: Row, reason: BlockedReason): Promise<BlockedReason> {
  if (row.blockedReason === reason) return reason;
  await tx
    .updateTable("activities")
    .set({ blockedReason: reason })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.audit("activity.blocked", subject(row), {
    before: { blockedReason: row.blockedReason },
    after: { blockedReason: reason },
  });
  await announce(row, row.status, reason);
  return reason;
}
