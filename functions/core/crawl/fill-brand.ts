import * as Effect from "#core/effect/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { BrandSignals } from "#schema/crawl.ts";
import { newId } from "#schema/ids.ts";

interface Asset {
  kind: "logo" | "icon" | "color" | "font";
  label: string;
  value: string;
  confidence: number;
}

const iconConfidence = 0.6;

/** Puts what a site told about the brand where nothing is known yet; what people gave, or a crawl before, stays. */
export async function fillBrand(tx: Tx, signals: BrandSignals): Promise<void> {
  const found = assetsOf(signals);
  if (found.length === 0) return;
  const known = await tx
    .selectFrom("brandAssets")
    .select("kind")
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .groupBy("kind")
    .execute();
  const missing = found.filter(({ kind }) => !known.some((row) => row.kind === kind));
  for (const [position, asset] of missing.entries()) {
    const id = newId("brandAsset");
    const mediaId = asset.kind === "logo" ? await mediaOf(tx, asset.value) : null;
    await tx
      .insertInto("brandAssets")
      .values({ tenantId: tenant(), id, ...asset, mediaId, source: "crawl", position, createdBy: reference() })
      .execute();
    await Effect.audit(
      "brand_asset.added",
      { type: "brand_asset", id, label: asset.label },
      { after: { kind: asset.kind, value: asset.value, confidence: asset.confidence, source: "crawl" } },
    );
  }
}

function assetsOf({ logoUrl, logoConfidence = 0, iconUrl, colours, fonts }: BrandSignals): Asset[] {
  return [
    ...(logoUrl ? [{ kind: "logo" as const, label: "Logo", value: logoUrl, confidence: logoConfidence }] : []),
    ...(iconUrl ? [{ kind: "icon" as const, label: "Icon", value: iconUrl, confidence: iconConfidence }] : []),
    ...colours.map(({ hex, role, confidence }) => ({ kind: "color" as const, label: role, value: hex, confidence })),
    ...fonts.map(({ family, role, confidence }) => ({ kind: "font" as const, label: role, value: family, confidence })),
  ];
}

async function mediaOf(tx: Tx, url: string): Promise<string | null> {
  const row = await tx
    .selectFrom("webMedia")
    .select("mediaId")
    .where("tenantId", "=", tenant())
    .where("srcSha256", "=", sha256(url))
    .executeTakeFirst();
  return row?.mediaId ?? null;
}
