import { iso } from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { isSetUp, signIns } from "#platform/oauth/houses.ts";
import type { Channel } from "#schema/channel.ts";
import { type ChannelType, type ChannelTypes, failedSyncsShown, SignInType } from "#schema/connect.ts";
import { plans } from "#schema/plans.ts";
import { type Plan, reaches } from "#schema/tenant.ts";
import { taken } from "./connection.ts";

/** The tenant's connected accounts, oldest first. */
export async function list(): Promise<Channel[]> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("connectedChannels as c")
      .leftJoin("channelCredentials as k", (join) =>
        join.onRef("k.tenantId", "=", "c.tenantId").onRef("k.channelId", "=", "c.id"),
      )
      .select(["c.id", "c.type", "c.name", "c.url", "c.status", "c.settings", "c.subChannelInfo", "c.connectedAt"])
      .select(["c.lastSyncAt", "c.syncErrorCode", "c.failedSyncs", "c.lostAt", "k.expiresAt"])
      .where("c.tenantId", "=", tenant())
      .where("c.deletedAt", "is", null)
      .orderBy("c.id")
      .execute(),
  );
  return rows.map(({ settings, subChannelInfo, failedSyncs, ...row }) => ({
    ...{ id: row.id, type: row.type, name: row.name, url: row.url },
    status: row.status as Channel["status"],
    mode: (settings as { mode?: Channel["mode"] }).mode ?? "draft",
    account: (subChannelInfo as { account?: string }).account ?? null,
    ...{ connectedAt: iso(row.connectedAt), lastSyncAt: iso(row.lastSyncAt), lostAt: iso(row.lostAt) },
    syncErrorCode: failedSyncs >= failedSyncsShown ? (row.syncErrorCode as Channel["syncErrorCode"]) : null,
    expiresAt: livesShort(row.type) ? null : iso(row.expiresAt),
  }));
}

/** What can be connected, and what keeps this client from it. */
export async function types(): Promise<ChannelTypes> {
  require("channel.read", "see channels");
  return transaction(async (tx) => {
    const owner = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
    const plan = owner.plan as Plan;
    const rows = await tx.selectFrom("channelMasters").selectAll().orderBy("position").orderBy("type").execute();
    const items = rows.map(({ type, name, description, categories, auth, capabilities, minPlan, active }) => ({
      ...{ type, name, description, category: categories[0] ?? "Other", auth: auth as ChannelType["auth"] },
      ...{ capabilities: capabilities as ChannelType["capabilities"], minPlan: minPlan as Plan },
      obstacle: obstacleOf(type, active, reaches(plan, minPlan as Plan)),
    }));
    return { items, taken: await taken(tx), room: plans[plan].channels };
  });
}

function obstacleOf(type: string, active: boolean, isInPlan: boolean): ChannelType["obstacle"] {
  if (!active) return "inactive";
  if (!isInPlan) return "plan";
  const known = SignInType.safeParse(type).data;
  return known && !isSetUp(known) ? "not_configured" : null;
}

// A token of an hour is renewed whenever it is used: its end tells people nothing.
function livesShort(type: string): boolean {
  const known = SignInType.safeParse(type).data;
  return known !== undefined && ["google", "hubspot"].includes(signIns[known].house);
}
