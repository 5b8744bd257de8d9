import { asPlatform } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "./tenant.ts";

export const lampsSite = "https://lamps.example/";
const start = {
  ...{ url: lampsSite, title: "Lamps that are made to be mended" },
  ...{ httpStatus: 200, wordCount: 400, linksIn: 3 },
};

/**
 * Connects a site that was crawled: its start page, and where they are wanted one without a title and one that is gone.
 * @returns its channel
 */
export async function crawled(
  { id: tenantId }: TestTenant,
  { finishedAt = new Date(), isFlawed = true }: { finishedAt?: Date; isFlawed?: boolean } = {},
): Promise<string> {
  const channelId = newId("channel");
  const flawed = [
    { url: `${lampsSite}repair`, title: null, httpStatus: 200, wordCount: 300, linksIn: 2 },
    { url: `${lampsSite}gone`, title: "Gone", httpStatus: 404, wordCount: 0, linksIn: 1 },
  ];
  await asPlatform(async (tx) => {
    const channel = { type: "website", name: "lamps.example", url: lampsSite, status: "connected" };
    await tx
      .insertInto("connectedChannels")
      .values({ tenantId, id: channelId, ...channel })
      .execute();
    const job = { trigger: "manual", status: "completed", siteUrl: lampsSite, maxPages: 10, maxDepth: 2 };
    await tx
      .insertInto("webCrawlJobs")
      .values({ tenantId, id: newId("webCrawlJob"), channelId, ...job, finishedAt })
      .execute();
    for (const page of [start, ...(isFlawed ? flawed : [])])
      await tx
        .insertInto("webPages")
        .values({ tenantId, id: newId("webPage"), channelId, urlSha256: sha256(page.url), ...page })
        .execute();
  });
  return channelId;
}

/** A site, of whomever, that was looked at lately. */
export async function lookedAt(domain: string, extract: string, addresses: string[] = []): Promise<void> {
  const [fetchedAt, expiresAt] = [new Date(), new Date(Date.now() + 86_400_000)];
  const site = { id: newId("crawlCache"), domain, extract, addresses, reachable: true, hasCaptcha: false };
  await asPlatform((tx) =>
    tx
      .insertInto("crawlCache")
      .values({ ...site, blocked: false, fetchedAt, expiresAt })
      .execute(),
  );
}
