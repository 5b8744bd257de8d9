import * as Crawl from "#core/crawl/index.ts";
import { crawl as performer } from "#core/crawl/work.ts";
import { perform } from "#core/run/perform.ts";
import { asPlatform } from "#platform/db.ts";
import type { Crawl as CrawlItem, WebPage } from "#schema/crawl.ts";
import { newId } from "#schema/ids.ts";
import { defaultEmbeddingModel } from "#schema/vectors.ts";
import { as, freshTenant, machine, type TenantOptions, type TestTenant } from "#tests/support/tenant.ts";

/** A tenant with a website as a channel, and the dataset that its pages go to. */
export interface WebTenant extends TestTenant {
  website: string;
  websiteDataset: string;
}

/** Makes one. */
export async function webTenant(url: string, options: TenantOptions = {}): Promise<WebTenant> {
  const tenant = await freshTenant(options);
  const [website, websiteDataset] = [newId("channel"), newId("dataset")];
  await asPlatform(async (tx) => {
    const channel = { type: "website", name: new URL(url).host, url, status: "connected" };
    await tx
      .insertInto("connectedChannels")
      .values({ tenantId: tenant.id, id: website, ...channel })
      .execute();
    const model = await tx
      .selectFrom("embeddingModels")
      .select("id")
      .where("name", "=", defaultEmbeddingModel)
      .executeTakeFirstOrThrow();
    const dataset = { name: "Website Content", kind: "website_content", embeddingModelId: model.id, trust: "site" };
    await tx
      .insertInto("datasets")
      .values({ tenantId: tenant.id, id: websiteDataset, ...dataset })
      .execute();
  });
  return { ...tenant, website, websiteDataset };
}

/** Orders a crawl and does its work to the end, slice after slice. */
export async function crawled(tenant: WebTenant): Promise<CrawlItem> {
  const id = await as(tenant.people.TA, () => Crawl.start(tenant.website));
  return worked(tenant, id);
}

/** Does the work of a crawl to its end. */
export async function worked(tenant: WebTenant, id: string): Promise<CrawlItem> {
  const look = () => as(tenant.people.TA, () => Crawl.get(tenant.website, id));
  for (let slices = 0; slices < 100; slices++) {
    const { runId, status } = await look();
    if (status !== "queued" && status !== "running") break;
    await slice(tenant, runId ?? "");
  }
  return look();
}

/** One job of a crawl's run, as its queue brings it. */
export function slice(tenant: WebTenant, runId: string): Promise<void> {
  return as(machine(tenant.id), () => perform(runId, performer));
}

/** Paths of the pages that a site has in the books, each with its page. */
export async function pagesOf(tenant: WebTenant): Promise<Map<string, WebPage>> {
  const { items } = await as(tenant.people.TA, () => Crawl.pages(tenant.website, { limit: 100 }));
  return new Map(items.map((page) => [new URL(page.url).pathname + new URL(page.url).search, page]));
}
