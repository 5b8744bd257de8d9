import * as Crawl from "#core/crawl/read.ts";
import { siteOfTenant } from "#core/crawl/website.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { FoundBrand } from "#schema/onboarding.ts";

/** The brand as it is known: what people gave and what a crawl found, with its confidence; and how the reading of the site stands. */
export async function brand(): Promise<FoundBrand> {
  require("brand.read", "see the brand");
  return transaction(async (tx) => {
    const assets = await tx
      .selectFrom("brandAssets")
      .select(["kind", "label", "value", "source", "confidence"])
      .where("tenantId", "=", tenant())
      .where("deletedAt", "is", null)
      .orderBy("kind")
      .orderBy("position")
      .limit(60)
      .execute();
    return {
      assets: assets.map((asset) => ({
        ...asset,
        kind: asset.kind as FoundBrand["assets"][number]["kind"],
        source: asset.source as FoundBrand["assets"][number]["source"],
        confidence: asset.confidence === null ? null : Number(asset.confidence),
      })),
      site: await site(tx),
    };
  });
}

async function site(tx: Tx): Promise<FoundBrand["site"]> {
  const website = await siteOfTenant(tx);
  if (!website) return null;
  const { items } = await Crawl.list(website.id, { limit: 1 });
  return { channelId: website.id, url: website.url, crawl: items[0] ?? null };
}
