import { signedIn, withAccess } from "#core/channel/access.ts";
import * as Effect from "#core/effect/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { AdAccount } from "#platform/channel/ad-figures.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type AdPlatform, ExternalLink } from "#schema/campaign-results.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { planned, subject } from "./own.ts";

/** Says which campaign of a platform this one is. @throws request.already_exists when it is another's already */
export async function link(id: string, input: ExternalLink): Promise<void> {
  require("campaign.decide_dm", "link campaigns");
  const { platform, channelId, externalCampaignId } = ExternalLink.parse(input);
  await transaction(async (tx) => {
    const row = await planned(tx, id);
    const channel = await tx
      .selectFrom("connectedChannels")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("id", "=", channelId)
      .where("type", "=", platform)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (!channel) throw notFound("Channel", channelId);
    const made = await tx
      .insertInto("campaignExternalMappings")
      .values({
        ...{ tenantId: tenant(), id: newId("campaignExternalMapping"), campaignId: id },
        ...{ channelId, platform, externalCampaignId },
      })
      .onConflict((conflict) => conflict.columns(["tenantId", "platform", "externalCampaignId"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!made) throw new AppError("request.already_exists", "That campaign of the platform is linked already.");
    await Effect.audit("campaign.linked", subject(row), { after: { platform, externalCampaignId } });
  });
}

/** Reads what a platform tells of a campaign, through each account it is linked to; nothing where it is linked to none. */
export async function readLinked<T>(
  campaignId: string,
  platform: AdPlatform,
  read: (account: AdAccount) => Promise<T[]>,
): Promise<T[]> {
  const accounts = await transaction((tx) => linksOf(tx, campaignId, platform));
  const found = accounts.map(({ channelId, ...account }) =>
    withAccess(channelId, (accessToken) => read({ ...account, accessToken })),
  );
  return (await Promise.all(found)).flat();
}

async function linksOf(tx: Tx, campaignId: string, platform: AdPlatform) {
  const links = await tx
    .selectFrom("campaignExternalMappings")
    .select(["channelId", "externalCampaignId"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("platform", "=", platform)
    .execute();
  if (links.length === 0) return [];
  const accounts = new Map((await signedIn(tx, platform)).map((account) => [account.id, account]));
  return links.flatMap(({ channelId, externalCampaignId: campaignId }) => {
    const account = accounts.get(channelId);
    return account ? [{ channelId, campaignId, accountId: account.externalId, managerId: account.managerId }] : [];
  });
}
