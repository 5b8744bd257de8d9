import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AdPlatform } from "#schema/campaign-results.ts";
import type { Batch } from "./recommend.ts";

/** The ad account in which a batch is made, and what the account calls the things it changes. */
export interface Account {
  channelId: string;
  platform: AdPlatform;
  /** The platform's campaign, or all that was made of a set of ad texts. */
  externalId: string;
}

/** Whose changes are made in which accounts. */
const platformOf: Record<string, AdPlatform> = {
  "meta-ads-optimizer": "meta_ads",
  "linkedin-ads-optimizer": "linkedin_ads",
  "search-term-classifier": "google_ads",
};

/** The account of a batch; null where its campaign is linked to none, or its changes are made in none. */
export async function accountOf(
  tx: Tx,
  { campaignId, adCopyId, mappingId, agent }: Pick<Batch, "campaignId" | "adCopyId" | "mappingId" | "agent">,
): Promise<Account | null> {
  if (adCopyId) return pushedAccount(tx, adCopyId);
  const platform = platformOf[agent];
  if (!platform && !mappingId) return null;
  const link = await tx
    .selectFrom("campaignExternalMappings")
    .select(["channelId", "externalCampaignId as externalId", "platform"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .$if(mappingId !== null, (query) => query.where("id", "=", mappingId ?? ""))
    .$if(mappingId === null, (query) => query.where("platform", "=", platform ?? ""))
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return link ? { ...link, platform: link.platform as AdPlatform } : null;
}

/** Where a set of ad texts was put; null before that. */
export async function pushedAccount(tx: Tx, adCopyId: string): Promise<Account | null> {
  const row = await tx
    .selectFrom("adCopies as a")
    .innerJoin("publishAttempts as p", (join) =>
      join.onRef("p.tenantId", "=", "a.tenantId").onRef("p.subjectId", "=", "a.id"),
    )
    .select(["a.platform", "a.externalId", "p.channelId"])
    .where("a.tenantId", "=", tenant())
    .where("a.id", "=", adCopyId)
    .where("p.status", "=", "confirmed")
    .orderBy("p.id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row?.externalId || !row.channelId) return null;
  return { channelId: row.channelId, platform: row.platform as AdPlatform, externalId: row.externalId };
}
