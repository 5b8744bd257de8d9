import { secretOf } from "#core/channel/access.ts";
import { tenant } from "#platform/actor.ts";
import {
  isAccount,
  openAccount,
  openChannel,
  openFor,
  type Sender,
  type Titled,
  type WordpressAccount,
} from "#platform/channel/index.ts";
import { transaction } from "#platform/db.ts";
import type { PublishedType } from "#schema/publish.ts";
import { accountOfType } from "./accounts.ts";
import { targetOf } from "./targets/index.ts";

/** An account that was opened, and the token that opened it; none where it has a password. */
interface Opened {
  channel: Sender<Titled>;
  accessToken: string;
}

/** Opens the account of an attempt, with its secret. */
export async function adapterOf(row: {
  subjectType: PublishedType;
  channelId: string | null;
  mode: "draft" | "publish";
}): Promise<Opened> {
  const channel = await transaction((tx) =>
    tx
      .selectFrom("connectedChannels")
      .select(["type", "url", "settings", "subChannelInfo"])
      .where("tenantId", "=", tenant())
      .where("id", "=", row.channelId)
      .executeTakeFirstOrThrow(),
  );
  const { type } = channel;
  const { purpose } = targetOf(row.subjectType);
  // An attempt's payload was made for the type of its account; TypeScript cannot follow the pair through the database.
  if (type === "wordpress") {
    const { username, appPassword } = await secretOf<WordpressAccount>(row.channelId ?? "");
    const kind = purpose === "pages" ? ("pages" as const) : ("posts" as const);
    const account = { siteUrl: channel.url ?? "", username, appPassword, mode: row.mode, kind };
    return { channel: openChannel("wordpress", account) as unknown as Sender<Titled>, accessToken: "" };
  }
  const { accessToken } = await secretOf<{ accessToken: string }>(row.channelId ?? "");
  const { id = "", metadata } = channel.subChannelInfo as { id?: string; metadata?: Record<string, string> };
  const { pageId = await pageOf(type), managerId } = metadata ?? {};
  const { branch, folder } = channel.settings as { branch?: string; folder?: string };
  const account = { id, accessToken, pageId, managerId, branch, folder };
  const opened = purpose
    ? openFor(purpose, type, account)
    : isAccount(type)
      ? (openAccount(type, account) as unknown as Sender<Titled>)
      : undefined;
  if (!opened) throw new Error(`Nothing is published to accounts of the type ${type}.`);
  return { channel: opened, accessToken };
}

/** The page in whose name an ad account speaks: the one that is connected beside it. */
async function pageOf(type: string): Promise<string | undefined> {
  const page = type === "meta_ads" ? "facebook" : type === "linkedin_ads" ? "linkedin" : null;
  if (!page) return undefined;
  return transaction(async (tx) => {
    const channelId = await accountOfType(tx, page);
    if (!channelId) return undefined;
    const { subChannelInfo } = await tx
      .selectFrom("connectedChannels")
      .select("subChannelInfo")
      .where("tenantId", "=", tenant())
      .where("id", "=", channelId)
      .executeTakeFirstOrThrow();
    return (subChannelInfo as { id?: string }).id;
  });
}
