import { published } from "#core/blog/published.ts";
import { siteOfTenant } from "#core/crawl/website.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** A page of the client's that others could link to. */
export interface Asset {
  url: string;
  title: string;
  description: string;
  assetType: "guide" | "tool" | "data-study" | "case-study" | "comparison" | "template";
}

const assetsMax = 20;
const types: readonly [Asset["assetType"], RegExp][] = [
  ["tool", /\b(?:calculator|tool|finder|configurator)\b/i],
  ["template", /\b(?:template|checklist|worksheet)\b/i],
  ["case-study", /\b(?:case stud|customer stor|project report)/i],
  ["comparison", /\b(?:vs\.?|versus|compar)/i],
  ["data-study", /\b(?:study|survey|statistics|figures)\b/i],
];

/** Published posts first, then the pages of the site that most of its pages lead to; at least its start page. */
export async function assetsOf(tx: Tx, start: { url: string; name: string }): Promise<Asset[]> {
  const posts = await published(tx, assetsMax);
  const site = await siteOfTenant(tx);
  const pages = site
    ? await tx
        .selectFrom("webPages")
        .select(["url", "title", "metaDescription"])
        .where("tenantId", "=", tenant())
        .where("channelId", "=", site.id)
        .where("removedAt", "is", null)
        .where("wordCount", ">=", 200)
        .orderBy("linksIn", "desc")
        .orderBy("id")
        .limit(assetsMax)
        .execute()
    : [];
  const found = [
    ...posts.map(({ url, title, metaDescription }) => assetOf(url, title, metaDescription)),
    ...pages.map(({ url, title, metaDescription }) => assetOf(url, title ?? url, metaDescription ?? "")),
    assetOf(start.url, start.name, ""),
  ];
  return found.filter(({ url }, at) => found.findIndex((other) => other.url === url) === at).slice(0, assetsMax);
}

function assetOf(url: string, title: string, description: string): Asset {
  const [assetType] = types.find(([, pattern]) => pattern.test(title)) ?? ["guide" as const];
  return { url, title, description, assetType };
}
