import { Busy } from "#core/busy.ts";
import { require, tenant } from "#platform/actor.ts";
import {
  ChannelError,
  isAccount,
  openAccount,
  openChannel,
  type TestResult,
  type WordpressAccount,
} from "#platform/channel/index.ts";
import { transaction } from "#platform/db.ts";
import { accountsOf } from "#platform/oauth/accounts.ts";
import { SignInType, type Tested } from "#schema/connect.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { secretOf, withAccess } from "./access.ts";

interface Row {
  type: string;
  url: string | null;
  subChannelInfo: unknown;
}

/** Asks an account whether it lets us in. One that does not has to be connected again. */
export async function test(id: string): Promise<Tested> {
  require("channel.connect", "try channels");
  const row = await transaction((tx) =>
    tx
      .selectFrom("connectedChannels")
      .select(["type", "name", "status", "url", "subChannelInfo"])
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
    const account = await withAccess(id, (accessToken) => ask(id, row, accessToken));
    return { ok: true, account, message: null };
  } catch (error) {
    if (error instanceof ChannelError || error instanceof Busy)
      return { ok: false, account: null, message: error.message };
    throw error;
  }
}

async function ask(channelId: string, { type, url, subChannelInfo }: Row, accessToken: string): Promise<string> {
  const { id = "", metadata } = subChannelInfo as { id?: string; metadata?: { managerId?: string } };
  if (type === "wordpress") {
    const { username, appPassword } = await secretOf<WordpressAccount>(channelId);
    return passed(openChannel("wordpress", { siteUrl: url ?? "", username, appPassword, mode: "draft" }));
  }
  if (isAccount(type)) return passed(openAccount(type, { id, accessToken, managerId: metadata?.managerId }));
  const [first] = await accountsOf(SignInType.parse(type), { accessToken });
  if (!first) throw new ChannelError("permission", "The sign-in opens no account any more.");
  return first.title;
}

async function passed(channel: { test(): Promise<TestResult> }): Promise<string> {
  const tested = await channel.test();
  if (!tested.ok) throw new ChannelError(tested.code, tested.message);
  return tested.title;
}
