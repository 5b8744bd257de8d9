import { ask } from "#core/activity/ask.ts";
import * as Campaign from "#core/campaign/index.ts";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { dispatch } from "#core/run/dispatch.ts";
import { forbids } from "#core/run/order.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { Priority } from "#schema/activity.ts";
import { BacklinkOrder } from "#schema/backlink.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { openTo } from "./match.ts";

/** A prospect that somebody may be asked for a link. */
export interface Prospect {
  id: string;
  campaignId: string | null;
  sourceDomain: string;
  sourceUrl: string | null;
  targetUrl: string;
  prospectType: string | null;
  pitchRationale: string | null;
  contactEmail: string | null;
  contactName: string | null;
}

/** Orders the search for prospects. @returns the activity's id @throws plan.plan_limit; credits.insufficient_credits */
export const research = fn(BacklinkOrder, async (wishes) => {
  require("activity.steer", "look for backlinks");
  return transaction((tx) => askFor(tx, wishes, "high"));
});

/** The order itself. @returns the activity's id @throws like `research` */
export async function askFor(tx: Tx, wishes: BacklinkOrder, priority: Priority): Promise<string> {
  return ask(tx, { type: "backlinks", title: "Backlink research", input: { ...wishes }, priority });
}

/** Orders a look through the directories. @throws plan.plan_limit; request.illegal_transition while the agent cannot work */
export async function match(): Promise<void> {
  require("activity.steer", "look for listings");
  await transaction(async (tx) => {
    const blocked = await forbids(tx, "opportunity-matcher");
    if (blocked === "plan")
      throw new AppError("plan.plan_limit", "Listings come with the pro plan. Change the plan first.");
    if (blocked)
      throw new AppError("request.illegal_transition", `The opportunity matcher cannot work now (${blocked}).`);
    if ((await openTo(tx)).length === 0)
      throw new AppError(
        "request.illegal_transition",
        "There is no directory left that the client could be listed in.",
      );
    await lookThrough(tx, "high");
  });
}

/** Has the directories looked through that are open to the client, unless that is under way. */
export async function lookThrough(tx: Tx, priority: Priority): Promise<void> {
  const agent = "opportunity-matcher";
  const open = await tx
    .selectFrom("agentRuns")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .where("status", "in", ["queued", "running", "waiting_callback"])
    .limit(1)
    .executeTakeFirst();
  if (open) return;
  // A run is about something: the first opportunity that it finds takes this id.
  const subject = { type: "backlink", id: newId("backlink") };
  await dispatch(tx, { agent, subject, version: 1, wakeReason: "new_task", priority });
}

/** A prospect of the tenant at work, locked. */
export async function locked(tx: Tx, id: string): Promise<Prospect> {
  const row = await tx
    .selectFrom("backlinks")
    .select(["id", "campaignId", "sourceDomain", "sourceUrl", "targetUrl", "prospectType", "pitchRationale"])
    .select(["contactEmail", "contactName"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Backlink", id);
  return row;
}

/** Nobody can be written to there: the prospect says why, and its campaign goes on without it. */
export async function unreached(tx: Tx, row: Prospect, why: string): Promise<void> {
  const notes = `No contact: ${why}`.slice(0, 4_000);
  await tx.updateTable("backlinks").set({ notes }).where("tenantId", "=", tenant()).where("id", "=", row.id).execute();
  await Effect.audit(
    "backlink.updated",
    { type: "backlink", id: row.id, label: row.sourceDomain },
    { after: { notes } },
  );
  if (row.campaignId) await Campaign.without(tx, row.campaignId);
}
