import * as Effect from "#core/effect/index.ts";
import { iso } from "#core/page/index.ts";
import { newest, order } from "#core/run/order.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type CrmSync, SyncCounts, type SyncMode } from "#schema/crm.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";

const agent = "hubspot-sync";

/** Reads the CRM now: what changed since the last time. @throws request.already_exists while it is read */
export async function request(): Promise<CrmSync> {
  require("channel.connect", "read the CRM");
  return transaction(async (tx) => {
    const channel = await connected(tx);
    if (!channel) throw new AppError("channel.channel_disconnected", "HubSpot is not connected.");
    const known = await stateOf(tx, channel.id);
    if (known?.status === "running") throw new AppError("request.already_exists", "HubSpot is being read.");
    const row = await begin(tx, channel.id, known?.syncedAt ? "delta" : "full", "high");
    await Effect.audit("channel.sync_requested", { type: "channel", id: channel.id, label: "HubSpot" });
    return shape(row);
  });
}

/** How far the CRM was read. */
export async function get(): Promise<CrmSync> {
  require("channel.read", "see channels");
  const row = await transaction((tx) =>
    tx.selectFrom("crmSyncs").selectAll().where("tenantId", "=", tenant()).orderBy("id").limit(1).executeTakeFirst(),
  );
  if (!row) throw notFound("Connection", "hubspot");
  return shape(row);
}

/** The clock's turn: reads what changed, where a CRM is connected and not being read. @returns whether it was begun */
export async function nightly(): Promise<boolean> {
  return transaction(async (tx) => {
    const channel = await connected(tx);
    if (!channel) return false;
    const known = await stateOf(tx, channel.id);
    if (known?.status === "running") return false;
    const row = await begin(tx, channel.id, known?.syncedAt ? "delta" : "full", "low");
    return row.status === "running";
  });
}

/** Orders a run that reads the CRM. What broke off goes on where it stopped. */
export async function begin(tx: Tx, channelId: string, mode: SyncMode, priority: "high" | "low") {
  const known = await stateOf(tx, channelId);
  if (known?.status === "running") return known;
  const subject = { type: "channel", id: channelId };
  const version = ((await newest(tx, agent, subject))?.version ?? 0) + 1;
  const blocked = await order(tx, { agent, subject, version, priority });
  if (blocked === "plan") throw new AppError("plan.plan_limit", "HubSpot comes with the pro plan.");
  const goesOn = known?.status === "failed" && known.phase !== "done";
  const fresh = {
    ...{ mode, phase: "contacts", after: null, formIds: [], begunAt: new Date() },
    ...{ counts: "{}", since: mode === "delta" ? (known?.begunAt ?? null) : null },
  };
  const now = { status: blocked ? "idle" : "running", errorCode: blocked };
  const values = { ...(goesOn ? {} : fresh), ...now };
  return tx
    .insertInto("crmSyncs")
    .values({ tenantId: tenant(), id: newId("crmSync"), channelId, ...fresh, ...now })
    .onConflict((conflict) => conflict.columns(["tenantId", "channelId"]).doUpdateSet(values))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** How far the CRM of a channel was read, held until the transaction ends. */
export async function stateOf(tx: Tx, channelId: string) {
  return tx
    .selectFrom("crmSyncs")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .forUpdate()
    .executeTakeFirst();
}
export type State = NonNullable<Awaited<ReturnType<typeof stateOf>>>;

/** Notes how far it is. */
export async function advance(tx: Tx, channelId: string, set: Record<string, unknown>): Promise<void> {
  await tx
    .updateTable("crmSyncs")
    .set(set)
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .execute();
}

/** The state as people see it. */
export function shape(row: State): CrmSync {
  return {
    channelId: row.channelId,
    mode: row.mode as CrmSync["mode"],
    phase: row.phase as CrmSync["phase"],
    status: row.status as CrmSync["status"],
    counts: SyncCounts.parse(row.counts),
    errorCode: row.errorCode,
    syncedAt: iso(row.syncedAt),
  };
}

async function connected(tx: Tx) {
  return tx
    .selectFrom("connectedChannels")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("type", "=", "hubspot")
    .where("status", "=", "connected")
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
}
