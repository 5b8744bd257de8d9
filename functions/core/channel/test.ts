import { Busy } from "#core/busy.ts";
import { adapterOf } from "#core/publish/adapter.ts";
import { require, tenant } from "#platform/actor.ts";
import { isAccount } from "#platform/channel/index.ts";
import { ChannelError } from "#platform/channel/types.ts";
import { transaction } from "#platform/db.ts";
import { accountsOf } from "#platform/oauth/accounts.ts";
import { SignInType, type Tested } from "#schema/connect.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { withAccess } from "./access.ts";

/** Asks an account whether it lets us in. One that does not has to be connected again. */
export async function test(id: string): Promise<Tested> {
  require("channel.connect", "try channels");
  const row = await transaction((tx) =>
    tx
      .selectFrom("connectedChannels")
      .select(["type", "name", "status"])
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("type", "!=", "website")
      .where("deletedAt", "is", null)
      .executeTakeFirst(),
  );
  if (!row) throw notFound("Channel", id);
  if (row.status === "disconnected")
    throw new AppError("channel.channel_disconnected", `${row.name} is not connected any more. Connect it first.`);
  try {
    const account = await withAccess(id, (accessToken) => ask(id, row.type, accessToken));
    return { ok: true, account, message: null };
  } catch (error) {
    if (error instanceof ChannelError || error instanceof Busy)
      return { ok: false, account: null, message: error.message };
    throw error;
  }
}

async function ask(channelId: string, type: string, accessToken: string): Promise<string> {
  if (isAccount(type) || type === "wordpress") {
    const tested = await (await adapterOf({ channelId, mode: "draft" })).test();
    if (!tested.ok) throw new ChannelError(tested.code, tested.message);
    return tested.title;
  }
  const known = SignInType.parse(type);
  const [first] = await accountsOf(known, { accessToken });
  if (!first) throw new ChannelError("permission", "The sign-in opens no account any more.");
  return first.title;
}
