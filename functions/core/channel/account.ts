import type * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { require, tenant } from "#platform/actor.ts";
import { type Tx, transaction } from "#platform/db.ts";
import { ConnectWordpress } from "#schema/connect.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { type ChannelSettings, insightAgentOf } from "#schema/insight.ts";
import { ConnectAccount } from "#schema/metric.ts";
import { connect } from "./connection.ts";

/**
 * Connects an account by a token of its provider that somebody brings. An account that is connected already gets the new token.
 * @returns the channel's id
 * @throws plan.plan_limit when the plan has no room for another channel
 */
export const connectAccount = fn(ConnectAccount, async ({ type, name, accountId, accessToken }) => {
  require("channel.connect", "connect channels");
  const account = { id: accountId, account: accountId };
  return transaction((tx) => connect(tx, { type, name, account, secret: { accessToken }, renews: true }));
});

/**
 * Connects a WordPress site by user name and application password, once the site was asked whether it takes them. `mode` says
 * whether posts are made as drafts or go out. @returns the channel's id
 * @throws request.validation_failed at the field that is wrong, with the site's reason; plan.plan_limit
 */
export const connectWordpress = fn(ConnectWordpress, async (input) => {
  require("channel.connect", "connect channels");
  const { siteUrl, username, appPassword, mode } = input;
  // What reads sites is heavy, and few requests want it.
  const { openChannel } = await import("#platform/channel/index.ts");
  const tested = await openChannel("wordpress", { siteUrl, username, appPassword, mode }).test();
  if (!tested.ok) {
    const message = `The site does not let us in: ${tested.message}`;
    const path = ["auth_expired", "permission"].includes(tested.code) ? "appPassword" : "siteUrl";
    throw new AppError("request.validation_failed", message, { fields: [{ path, rule: "refused", message }] });
  }
  return transaction((tx) => keepWordpress(tx, input));
});

/** Keeps a WordPress site whose password is known to be good. @returns the channel's id */
export function keepWordpress(tx: Tx, input: z.infer<typeof ConnectWordpress>) {
  const { name, siteUrl, username, appPassword, mode } = input;
  return connect(tx, {
    ...{ type: "wordpress", name, url: siteUrl, secret: { username, appPassword }, settings: { mode }, renews: true },
    account: { id: `${new URL(siteUrl).href}#${username}`, account: username },
  });
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
