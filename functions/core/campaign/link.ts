import { signedIn } from "#core/channel/token.ts";
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

/** The accounts through which a campaign is seen on a platform; none where nothing is linked or signed in to. */
export async function accountsOf(tx: Tx, campaignId: string, platform: AdPlatform): Promise<AdAccount[]> {
  const links = await tx
    .selectFrom("campaignExternalMappings")
    .select(["channelId", "externalCampaignId"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("platform", "=", platform)
    .execute();
  if (links.length === 0) return [];
  const channels = new Map((await signedIn(tx, platform)).map((channel) => [channel.id, channel]));
  return links.flatMap(({ channelId, externalCampaignId }) => {
    const channel = channels.get(channelId);
    return channel
      ? [{ accountId: channel.externalId, campaignId: externalCampaignId, accessToken: channel.accessToken }]
      : [];
  });
}
