import * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import * as Paging from "#core/page/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import { sql, transaction } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import type { Channel as ChannelItem } from "#schema/channel.ts";
import { newId } from "#schema/ids.ts";

/** The tenant's connected accounts, oldest first. */
export async function list(): Promise<ChannelItem[]> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("connectedChannels")
      .select(["id", "type", "name", "url", "status", "settings", "subChannelInfo", "connectedAt"])
      .where("tenantId", "=", tenant())
      .where("deletedAt", "is", null)
      .orderBy("id")
      .execute(),
  );
  return rows.map(({ settings, subChannelInfo, connectedAt, ...row }) => ({
    ...row,
    status: row.status as ChannelItem["status"],
    mode: (settings as { mode?: ChannelItem["mode"] }).mode ?? "draft",
    account: (subChannelInfo as { account?: string }).account ?? null,
    connectedAt: Paging.iso(connectedAt),
  }));
}

const WordpressInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  siteUrl: z.url({ protocol: /^https?$/ }).max(2_000),
  username: z.string().trim().min(1).max(120),
  appPassword: z.string().min(8).max(200),
  mode: z.enum(["draft", "publish"]).default("draft"),
});

/**
 * Connects a WordPress site by user name and application password. `mode` says whether posts are made as drafts or go out.
 * The password is kept encrypted, apart from the channel. A site and user that are connected already stay as they are.
 * @returns the channel's id
 */
export const connectWordpress = fn(WordpressInput, async (input) => {
  require("channel.connect", "connect channels");
  const account = { id: `${new URL(input.siteUrl).href}#${input.username}`, account: input.username };
  return await transaction(async (tx) => {
    const known = await tx
      .selectFrom("connectedChannels")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("type", "=", "wordpress")
      .where(sql`sub_channel_info ->> 'id'`, "=", account.id)
      .where("status", "!=", "disconnected")
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (known) return known.id;
    const id = newId("channel");
    await tx
      .insertInto("connectedChannels")
      .values({
        tenantId: tenant(),
        id,
        type: "wordpress",
        name: input.name,
        url: input.siteUrl,
        status: "connected",
        subChannelInfo: JSON.stringify(account),
        settings: JSON.stringify({ mode: input.mode }),
        connectedAt: new Date(),
        createdBy: reference(),
      })
      .execute();
    const credentialId = newId("channelCredential");
    const token = JSON.stringify({ username: input.username, appPassword: input.appPassword });
    await tx
      .insertInto("channelCredentials")
      .values({
        tenantId: tenant(),
        id: credentialId,
        channelId: id,
        tokenInfoCipher: seal(token, `${tenant()}${credentialId}`),
        last4: input.appPassword.slice(-4),
      })
      .execute();
    await Effect.audit(
      "channel.connected",
      { type: "channel", id, label: input.name },
      { after: { type: "wordpress", url: input.siteUrl, mode: input.mode } },
    );
    await Effect.live("settings:updated", { keys: ["channels"] });
    return id;
  });
});
