import { signedIn, withAccess } from "#core/channel/access.ts";
import { tenant } from "#platform/actor.ts";
import { type AdCampaign, adCampaigns } from "#platform/channel/ad-campaigns.ts";
import { ChannelError } from "#platform/channel/types.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { AdPlatform } from "#schema/ads-analysis.ts";

/** A platform's campaign that one of ours at work is linked to. */
export interface Linked {
  mappingId: string;
  campaignId: string;
  externalId: string;
  status: AdCampaign["status"];
  dailyBudgetMinor: number | null;
  currency: string | null;
}

/** Reads how the platforms' campaigns stand that ours are linked to. An account that does not answer leaves its advice advice. */
export async function readLinks(): Promise<void> {
  const rows = await transaction((tx) => mappings(tx).execute());
  for (const [channelId, links] of Map.groupBy(rows, (row) => row.channelId)) {
    const platform = AdPlatform.safeParse(links[0]?.platform).data;
    if (!platform) continue;
    const account = (await transaction((tx) => signedIn(tx, platform))).find(({ id }) => id === channelId);
    const listed = account ? await listOf(platform, account).catch(silent) : [];
    const byId = new Map(listed.map((campaign) => [campaign.externalId, campaign]));
    await transaction(async (tx) => {
      for (const { id, externalCampaignId } of links) {
        const found = byId.get(externalCampaignId);
        await tx
          .updateTable("campaignExternalMappings")
          .set(
            found
              ? {
                  ...{ externalName: found.name.slice(0, 400), externalStatus: found.status },
                  dailyBudgetMinor: found.dailyBudgetMinor,
                }
              : { externalName: null, dailyBudgetMinor: null },
          )
          .where("tenantId", "=", tenant())
          .where("id", "=", id)
          .execute();
      }
    });
  }
}

/** Linked campaigns by what figures call them: channel and name. A name that two have in one account names none. */
export async function linksByName(tx: Tx): Promise<Map<string, Linked>> {
  const rows = await mappings(tx).where("m.externalName", "is not", null).execute();
  const byName = Map.groupBy(rows, ({ channelId, externalName }) => `${channelId}/campaign:${externalName}`);
  return new Map(
    [...byName].flatMap(([name, [row, ...others]]) =>
      row && others.length === 0 && row.externalStatus
        ? [
            [
              name,
              {
                ...{ mappingId: row.id, campaignId: row.campaignId, externalId: row.externalCampaignId },
                ...{ status: row.externalStatus as AdCampaign["status"], currency: row.currency },
                dailyBudgetMinor: row.dailyBudgetMinor === null ? null : Number(row.dailyBudgetMinor),
              },
            ] as const,
          ]
        : [],
    ),
  );
}

type SignedIn = Awaited<ReturnType<typeof signedIn>>[number];

async function listOf(platform: AdPlatform, { id, externalId: accountId, managerId }: SignedIn): Promise<AdCampaign[]> {
  return withAccess(id, (accessToken) => adCampaigns(platform, { accountId, accessToken, managerId }));
}

function silent(error: unknown): AdCampaign[] {
  if (!(error instanceof ChannelError)) throw error;
  log.info({ code: error.code }, "the campaigns of an ad account were not listed");
  return [];
}

function mappings(tx: Tx) {
  return tx
    .selectFrom("campaignExternalMappings as m")
    .innerJoin("campaigns as c", (join) =>
      join.onRef("c.tenantId", "=", "m.tenantId").onRef("c.id", "=", "m.campaignId"),
    )
    .select(["m.id", "m.campaignId", "m.channelId", "m.platform", "m.externalCampaignId"])
    .select(["m.externalName", "m.externalStatus", "m.dailyBudgetMinor", "m.currency"])
    .where("m.tenantId", "=", tenant())
    .where("c.status", "in", ["active", "paused"])
    .where("c.deletedAt", "is", null)
    .orderBy("m.id");
}
