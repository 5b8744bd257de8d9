import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { agents } from "#agents/index.ts";
import * as Agent from "#core/agent/index.ts";
import * as Crawl from "#core/crawl/index.ts";
import * as Run from "#core/run/steer.ts";
import * as tasks from "#functions/clock/tasks.ts";
import { root } from "#localstack/paths.ts";
import { asPlatform } from "#platform/db.ts";
import type { Crawl as CrawlItem, CrawlSettings } from "#schema/crawl.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { signedUp } from "#tests/support/signup.ts";
import { soon } from "#tests/support/soon.ts";
import { as, machine } from "#tests/support/tenant.ts";
import { page, serve, type TestSite } from "./site.ts";
import { pagesOf, slice, type WebTenant, webTenant, worked } from "./website.ts";

// The clock looks at every tenant: on shared stores it would change what other tests watch.
ownCloud();
const sites: TestSite[] = [];
const small = async (pages = 5) => {
  const paths = Array.from({ length: pages - 1 }, (_, n) => `/p${n}`);
  const site = await serve({
    "/": page("Home", paths),
    ...Object.fromEntries(paths.map((path) => [path, page(path)])),
  });
  sites.push(site);
  return site;
};
const start = (tenant: WebTenant) => as(tenant.people.TA, () => Crawl.start(tenant.website));
const look = (tenant: WebTenant, id: string) => as(tenant.people.TA, () => Crawl.get(tenant.website, id));
const outboxOf = (tenant: WebTenant, kind: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select(["name", "payload"])
      .where("tenantId", "=", tenant.id)
      .where("kind", "=", kind)
      .orderBy("id")
      .execute(),
  );
const crawler = agents["tenant-web-crawler"];
const { sliceMs } = crawler;

afterEach(async () => {
  if (sliceMs !== undefined) crawler.sliceMs = sliceMs;
  for (const site of sites.splice(0)) await site.close();
});
afterAll(closeStores);

describe("a crawl of a website", () => {
  test("is ordered once at a time, by those who may, and each step leaves its entry", async () => {
    const site = await small();
    const [tenant, other] = [await webTenant(site.url), await webTenant(site.url)];
    const path = `/tenant/v1/websites/${tenant.website}/crawls`;
    expect(await call(tenant.people.TM, "POST", path)).toMatchObject({ status: 403, code: "auth.forbidden" });
    expect(await call(other.people.TA, "POST", path)).toMatchObject({ status: 404, code: "request.not_found" });
    expect(await call(tenant.people.TA, "POST", path.replace(tenant.website, tenant.channelId))).toMatchObject({
      status: 404,
    });
    const both = await Promise.all([
      call<CrawlItem>(tenant.people.TA, "POST", path),
      call(tenant.people.DM, "POST", path),
    ]);
    expect(both.map(({ status, code }) => code ?? status).sort()).toEqual([202, "crawl.crawl_running"]);
    const [made] = await ok<{ items: CrawlItem[] }>(tenant.people.CA, "GET", path).then(({ items }) => items);
    expect(made).toMatchObject({ status: "queued", trigger: "manual", pagesCrawled: 0 });
    expect(await call(other.people.TA, "GET", `/tenant/v1/websites/${other.website}/crawls/${made?.id}`)).toMatchObject(
      {
        status: 404,
      },
    );
    expect(await worked(tenant, made?.id ?? "")).toMatchObject({ status: "completed", pagesCrawled: 5 });
    const steps = (await outboxOf(tenant, "audit")).map(({ name }) => name).filter((name) => name.startsWith("crawl."));
    expect(steps).toEqual(["crawl.requested", "crawl.finished"]);
    expect((await outboxOf(tenant, "live")).filter(({ name }) => name === "crawl:progress").length).toBeGreaterThan(5);
    expect(await call(tenant.people.TA, "POST", path)).toMatchObject({ status: 202 });
  });

  test("needs no model: it runs for a client whose models are all switched off, and costs nothing", async () => {
    const site = await small(1);
    const tenant = await webTenant(site.url);
    await asPlatform((tx) =>
      tx
        .updateTable("tenants")
        .set({ allowedAdapters: ["none_of_them"] })
        .where("id", "=", tenant.id)
        .execute(),
    );
    const id = await start(tenant);
    expect(await worked(tenant, id)).toMatchObject({ status: "completed" });
    const run = await asPlatform((tx) =>
      tx.selectFrom("agentRuns").selectAll().where("tenantId", "=", tenant.id).executeTakeFirstOrThrow(),
    );
    expect(run).toMatchObject({
      status: "success",
      tier: "none",
      adapter: "none",
      model: "none",
      costMicros: 0,
      credits: 0,
    });
    const change = as(tenant.people.DM, () => Agent.configure("tenant-web-crawler", { tier: "cheap" }));
    await expect(change).rejects.toMatchObject({ code: "request.illegal_transition" });
  });

  test("that was called off ends after its page; what was read stays, and the next may begin", async () => {
    const site = await small(8);
    const tenant = await webTenant(site.url);
    crawler.sliceMs = 0;
    const id = await start(tenant);
    const { runId } = await look(tenant, id);
    for (let slices = 0; slices < 3; slices++) await slice(tenant, runId ?? "");
    expect(await as(tenant.people.DM, () => Crawl.cancel(tenant.website, id))).toMatchObject({ status: "cancelled" });
    await slice(tenant, runId ?? "");
    expect(await look(tenant, id)).toMatchObject({ status: "cancelled", pagesCrawled: 3 });
    expect((await pagesOf(tenant)).size).toBe(3);
    const again = as(tenant.people.DM, () => Crawl.cancel(tenant.website, id));
    await expect(again).rejects.toMatchObject({ code: "request.illegal_transition" });
    expect(await worked(tenant, await start(tenant))).toMatchObject({ status: "completed", pagesCrawled: 8 });
  });

  test("whose run a person stopped is called off with it", async () => {
    const tenant = await webTenant((await small()).url);
    const id = await start(tenant);
    const { runId } = await look(tenant, id);
    await as(tenant.people.DM, () => Run.cancel(runId ?? ""));
    await slice(tenant, runId ?? "");
    expect(await look(tenant, id)).toMatchObject({ status: "cancelled", errorCode: null });
  });
});

describe("a crawl that takes longer than a job may", () => {
  test("goes on slice by slice, each a job of the same run, and reads each page once", async () => {
    const site = await small(4);
    const tenant = await webTenant(site.url);
    crawler.sliceMs = 0;
    const id = await start(tenant);
    expect(await worked(tenant, id)).toMatchObject({ status: "completed", pagesCrawled: 4 });
    const jobs = (await outboxOf(tenant, "job")).filter(({ name }) => name === "agent__tenant-web-crawler");
    expect(jobs).toHaveLength(4);
    const runs = await asPlatform((tx) =>
      tx.selectFrom("agentRuns").select(["attempt", "status"]).where("tenantId", "=", tenant.id).execute(),
    );
    expect(runs).toEqual([{ attempt: 1, status: "success" }]);
    for (const path of ["/p0", "/p1", "/p2"]) expect(site.calls.filter((one) => one === `GET ${path}`)).toHaveLength(1);
  });

  test("is killed in the middle, goes on where it was, and ends once", async () => {
    const site = await small(6);
    const tenant = await webTenant(site.url);
    const id = await start(tenant);
    const { runId } = await look(tenant, id);
    const child = spawn(process.execPath, [join(root, "tests/core/crawl/child.ts"), tenant.id, runId ?? ""], {
      cwd: root,
      env: process.env,
      stdio: "ignore",
    });
    const gone = once(child, "exit");
    // The third page is asked for and never answered: its process dies over it.
    site.pages["/p1"] = () => void child.kill("SIGKILL");
    await gone;
    const before = await look(tenant, id);
    expect(before).toMatchObject({ status: "running", pagesCrawled: 2 });
    site.pages["/p1"] = page("/p1");
    await asPlatform((tx) =>
      tx
        .updateTable("agentRuns")
        .set({ leaseUntil: new Date(0) })
        .where("tenantId", "=", tenant.id)
        .execute(),
    );
    await slice(tenant, runId ?? "");
    await slice(tenant, runId ?? "");
    expect(await look(tenant, id)).toMatchObject({ status: "completed", pagesCrawled: 6, pagesFailed: 0 });
    expect(site.calls.filter((one) => one === "GET /p0")).toHaveLength(1);
    const ends = (await outboxOf(tenant, "audit")).filter(({ name }) => name === "crawl.finished");
    expect(ends).toHaveLength(1);
    expect((await pagesOf(tenant)).size).toBe(6);
  });
});

describe("a crawl begins by itself", () => {
  test("when somebody has signed up with a website, once", async () => {
    const { tenantId } = await signedUp();
    await tasks.handler();
    await tasks.handler();
    const crawls = await asPlatform((tx) =>
      tx.selectFrom("webCrawlJobs").select(["trigger", "status", "siteUrl"]).where("tenantId", "=", tenantId).execute(),
    );
    expect(crawls).toEqual([{ trigger: "signup", status: "queued", siteUrl: "https://bakery.example/" }]);
  });

  test("when the time of its settings has come, and again a week later", async () => {
    const tenant = await webTenant("https://bakery.example/");
    const path = `/tenant/v1/websites/${tenant.website}/crawl-settings`;
    expect(await call(tenant.people.TM, "PUT", path, { body: { schedule: "weekly" } })).toMatchObject({ status: 403 });
    const set = await ok<CrawlSettings>(tenant.people.TA, "PUT", path, { body: { schedule: "weekly", maxPages: 7 } });
    expect(new Date(set.nextRunAt ?? 0).getUTCDay()).toBe(1);
    await asPlatform((tx) =>
      tx
        .updateTable("crawlSettings")
        .set({ nextRunAt: new Date(0) })
        .where("tenantId", "=", tenant.id)
        .execute(),
    );
    await tasks.handler();
    await vi.waitFor(async () => {
      const crawls = await as(machine(tenant.id), () => Crawl.list(tenant.website, { limit: 5 }));
      expect(crawls.items).toMatchObject([{ trigger: "schedule", status: "queued" }]);
    }, soon);
    expect(await ok<CrawlSettings>(tenant.people.CA, "GET", path)).toEqual(set);
  });
});
