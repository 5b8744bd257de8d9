import type * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { begin } from "#core/insight/order.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql, transaction } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type ChannelSettings, insightAgentOf } from "#schema/insight.ts";
import { ConnectAccount } from "#schema/metric.ts";
import { plans } from "#schema/plans.ts";
import { type Plan, reaches } from "#schema/tenant.ts";

/**
 * Connects an account whose numbers are read, by a token of its provider, and orders the first look at them. The token is kept
 * encrypted, apart from the channel; a first analysis follows. An account that is connected already gets the new token. @returns the channel's id
 * @throws plan.plan_limit when the plan has no room for another channel
 */
export const connectAccount = fn(ConnectAccount, async ({ type, name, accountId, accessToken }) => {
  require("channel.connect", "connect channels");
  return transaction(async (tx) => {
    const known = await tx
      .selectFrom("connectedChannels")
      .select(["id", "name"])
      .where("tenantId", "=", tenant())
      .where("type", "=", type)
      .where(sql`sub_channel_info ->> 'id'`, "=", accountId)
      .where("status", "!=", "disconnected")
      .where("deletedAt", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (known) {
      await renew(tx, known.id, accessToken);
      await Effect.audit(
        "channel.reauthorised",
        { type: "channel", id: known.id, label: known.name },
        { after: { type } },
      );
      await tell(known.id);
      return known.id;
    }
    await demandRoom(tx, type);
    const id = newId("channel");
    await tx
      .insertInto("connectedChannels")
      .values({
        ...{ tenantId: tenant(), id, type, name, status: "connected", connectedAt: new Date() },
        subChannelInfo: JSON.stringify({ id: accountId, account: accountId }),
        settings: JSON.stringify({}),
        createdBy: reference(),
      })
      .execute();
    const credentialId = newId("channelCredential");
    await tx
      .insertInto("channelCredentials")
      .values({
        ...{ tenantId: tenant(), id: credentialId, channelId: id, last4: accessToken.slice(-4) },
        tokenInfoCipher: seal(JSON.stringify({ accessToken }), `${tenant()}${credentialId}`),
      })
      .execute();
    await Effect.audit("channel.connected", { type: "channel", id, label: name }, { after: { type, accountId } });
    const agent = insightAgentOf[type];
    if (agent) await begin(tx, { id, name }, agent, "last_6_months");
    await tell(id);
    return id;
  });
});

async function renew(tx: Tx, channelId: string, accessToken: string): Promise<void> {
  const { id } = await tx
    .selectFrom("channelCredentials")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .executeTakeFirstOrThrow();
  await tx
    .updateTable("channelCredentials")
    .set({
      tokenInfoCipher: seal(JSON.stringify({ accessToken }), `${tenant()}${id}`),
      ...{ last4: accessToken.slice(-4), refreshedAt: new Date() },
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await tx
    .updateTable("connectedChannels")
    .set({ status: "connected", syncErrorCode: null, failedSyncs: 0, connectedAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", channelId)
    .execute();
}

async function tell(channelId: string): Promise<void> {
  await Effect.job("channel__sync", { channelId });
  await Effect.live("settings:updated", { keys: ["channels"] });
}

/** @throws plan.plan_limit when the plan has no room for another channel, or none of the type */
export async function demandRoom(tx: Tx, type: string): Promise<void> {
  const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const master = await tx
    .selectFrom("channelMasters")
    .select(["name", "minPlan"])
    .where("type", "=", type)
    .where("active", "=", true)
    .executeTakeFirst();
  if (!master || !reaches(plan as Plan, master.minPlan as Plan))
    throw new AppError(
      "plan.plan_limit",
      `${master?.name ?? "This channel"} comes with a larger plan. Change the plan first.`,
    );
  const { taken } = await tx
    .selectFrom("connectedChannels")
    .select((eb) => eb.fn.countAll<number>().as("taken"))
    .where("tenantId", "=", tenant())
    .where("type", "!=", "website")
    .where("status", "!=", "disconnected")
    .where("deletedAt", "is", null)
    .executeTakeFirstOrThrow();
  const { channels } = plans[plan as Plan];
  if (channels !== null && Number(taken) >= channels)
    throw new AppError(
      "plan.plan_limit",
      `The plan has room for ${channels} channels. Change the plan, or disconnect one.`,
    );
}

/** Sets whether the numbers of a channel are judged every week. */
export async function configure(id: string, { weeklyInsights }: z.infer<typeof ChannelSettings>): Promise<void> {
  require("channel.connect", "change the settings of channels");
  await transaction(async (tx) => {
    const row = await tx
      .selectFrom("connectedChannels")
      .select(["name", "type", "settings"])
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("deletedAt", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!row || !insightAgentOf[row.type]) throw notFound("Channel", id);
    const settings = row.settings as { weeklyInsights?: boolean };
    await tx
      .updateTable("connectedChannels")
      .set({ settings: JSON.stringify({ ...settings, weeklyInsights }) })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    const before = { weeklyInsights: settings.weeklyInsights ?? false };
    await Effect.audit(
      "channel.settings_changed",
      { type: "channel", id, label: row.name },
      { before, after: { weeklyInsights } },
    );
    await Effect.live("settings:updated", { keys: ["channels"] });
  });
}
