import * as Agent from "#core/agent/index.ts";
import * as Effect from "#core/effect/index.ts";
import { dispatch } from "#core/run/dispatch.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type CrawlTrigger, crawledPages, crawlMachine } from "#schema/crawl.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { sources } from "#schema/machine.ts";
import { isClosed, type Plan } from "#schema/tenant.ts";
import { change } from "./job.ts";
import { dueSites, settingsOf } from "./settings.ts";
import { siteOfTenant, websiteOf } from "./website.ts";

const agent = "tenant-web-crawler";

/**
 * Orders a crawl of a website channel. @returns the crawl's id
 * @throws crawl.crawl_running while another one of the site is not over; request.illegal_transition when the crawler is switched off
 */
export async function start(channelId: string, trigger: CrawlTrigger = "manual"): Promise<string> {
  require("channel.connect", "crawl websites");
  return transaction((tx) => begin(tx, channelId, trigger));
}

/** Orders the first crawl of the tenant's website. @returns why there is none to order, or nothing */
export async function startAtSignup(): Promise<string | undefined> {
  return transaction(async (tx) => {
    const site = await siteOfTenant(tx);
    if (!site) return "no_website";
    const owner = await tx.selectFrom("tenants").select("status").where("id", "=", tenant()).executeTakeFirstOrThrow();
    if (isClosed(owner.status)) return "tenant_closed";
    const before = await tx
      .selectFrom("webCrawlJobs")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("channelId", "=", site.id)
      .limit(1)
      .executeTakeFirst();
    if (before) return "crawled_before";
    await begin(tx, site.id, "signup");
    return undefined;
  });
}

/** Orders crawls of the tenant's sites whose time has come; one that is being crawled, or whose crawler is off, is left for the next time. */
export async function startDue(now: Date): Promise<void> {
  for (const channelId of await dueSites(now)) {
    try {
      await start(channelId, "schedule");
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
}

async function begin(tx: Tx, channelId: string, trigger: CrawlTrigger): Promise<string> {
  const site = await websiteOf(tx, channelId, true);
  const open = await tx
    .selectFrom("webCrawlJobs")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("status", "in", sources(crawlMachine, "cancel"))
    .executeTakeFirst();
  if (open)
    throw new AppError("crawl.crawl_running", `${site.name} is being crawled already. Wait for its end or cancel it.`, {
      details: { crawlId: open.id },
    });
  const crawler = await Agent.effective(tx, agent);
  if (!crawler.enabled || crawler.paused)
    throw new AppError(
      "request.illegal_transition",
      "The website crawler is switched off or paused. Switch it on first.",
    );
  const settings = await settingsOf(tx, channelId);
  const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const id = newId("webCrawlJob");
  await tx
    .insertInto("webCrawlJobs")
    .values({
      tenantId: tenant(),
      id,
      channelId,
      trigger,
      maxPages: Math.min(settings.maxPages, crawledPages[plan as Plan]),
      maxDepth: settings.maxDepth,
      siteUrl: site.url,
      createdBy: reference(),
    })
    .execute();
  const subject = { type: "crawl_job", id };
  const runId = await dispatch(tx, { agent, subject, version: 1, wakeReason: "new_task", priority: "normal" });
  await change(tx, id, { runId });
  await Effect.audit(
    "crawl.requested",
    { type: "crawl", id, label: site.name },
    { after: { channelId, trigger, url: site.url } },
  );
  await Effect.live("crawl:progress", { jobId: id, status: "queued", pagesCrawled: 0, pagesFound: 0 });
  return id;
}
