import { published } from "#core/blog/published.ts";
import { siteOfTenant } from "#core/crawl/website.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { SearchIntent } from "#schema/brief.ts";
import { KeywordDifficulty, VolumeBucket } from "#schema/keyword.ts";

const pagesMax = 40;
const summaryMax = 200;

/** A page of the client's own that a text can lead to. */
export interface OwnPage {
  url: string;
  title: string;
  summary: string;
}

/** What is known of a search term. */
export interface KnownTerm {
  keyword: string;
  volume?: VolumeBucket;
  difficulty?: KeywordDifficulty;
  intent?: SearchIntent;
}

/** Published posts, the newest first, then the pages of the site that most of its pages lead to; at most forty. */
export async function ownPages(tx: Tx): Promise<OwnPage[]> {
  const posts = await published(tx, pagesMax / 2);
  const site = await siteOfTenant(tx);
  const pages = site
    ? await tx
        .selectFrom("webPages")
        .select(["url", "title", "h1", "metaDescription"])
        .where("tenantId", "=", tenant())
        .where("channelId", "=", site.id)
        .where("removedAt", "is", null)
        .where("missed", "=", 0)
        .where("title", "is not", null)
        .orderBy("linksIn", "desc")
        .orderBy("id")
        .limit(pagesMax)
        .execute()
    : [];
  const found = [
    ...posts.map(({ url, title, metaDescription }) => pageOf(url, title, metaDescription)),
    ...pages.map(({ url, title, h1, metaDescription }) => pageOf(url, title, metaDescription ?? h1)),
  ];
  return found.filter(({ url }, at) => found.findIndex((other) => other.url === url) === at).slice(0, pagesMax);
}

/** The terms in the order given, each with what research has found of it. */
export async function knownTerms(tx: Tx, terms: readonly string[]): Promise<KnownTerm[]> {
  const wanted = [...new Set(terms)].slice(0, 20);
  if (wanted.length === 0) return [];
  const rows = await tx
    .selectFrom("keywords")
    .select(["keyword", "volumeBucket", "difficulty", "intent"])
    .where("tenantId", "=", tenant())
    .where("keyword", "in", wanted)
    .where("deletedAt", "is", null)
    .execute();
  const known = new Map(rows.map((row) => [row.keyword, row]));
  return wanted.map((keyword) => {
    const row = known.get(keyword);
    const volume = VolumeBucket.safeParse(row?.volumeBucket);
    const difficulty = KeywordDifficulty.safeParse(row?.difficulty);
    const intent = SearchIntent.safeParse(row?.intent);
    return {
      keyword,
      ...(volume.success ? { volume: volume.data } : {}),
      ...(difficulty.success ? { difficulty: difficulty.data } : {}),
      ...(intent.success ? { intent: intent.data } : {}),
    };
  });
}

function pageOf(url: string, title: string | null, summary: string | null): OwnPage {
  return { url, title: title ?? "", summary: (summary ?? "").slice(0, summaryMax) };
}
