import { afterAll, afterEach, expect, test } from "vitest";
import type { PublishAttempt } from "#schema/blog.ts";
import type { PieceDetail } from "#schema/piece.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { adCopy, age, approve, attemptOf, connect, seen, work } from "./accounts.ts";

afterEach(() => outside.clearFaults());
afterAll(closeStores);

const copyOf = (tenant: TestTenant, id: string) =>
  ok<PieceDetail>(tenant.people.DM, "GET", `/tenant/v1/ad-copies/${id}`);
const lines = (count: number, what: string) =>
  Array.from({ length: count }, (_, at) => ({ text: `${what} ${at + 1}`, ...(at === 0 ? { pin: 1 } : {}) }));
const base = (tenant: TestTenant, platform: string) => ({
  ...{ platform, name: `Lamps of ${tenant.slug}`, objective: "leads", finalUrl: "https://lamps.example/" },
});
const search = {
  ...{ headlines: lines(15, "Headline"), descriptions: lines(4, "Description"), paths: ["lamps"] },
  finalUrl: "https://lamps.example/",
};
/** What no other test sends: the simulated platforms are everybody's, and so are the faults of a request. */
const textFor = (tenant: TestTenant, angle: string) => `Lamps of ${tenant.slug} for ${angle}`;
const variants = (tenant: TestTenant) => ({
  variants: ["home", "work", "garden"].map((angle) => ({
    ...{ angle, primaryText: textFor(tenant, angle), headline: "Lamps", description: "Ours" },
    callToAction: "learn_more",
  })),
});

async function push(tenant: TestTenant, id: string): Promise<string> {
  const path = `/tenant/v1/ad-copies/${id}/push`;
  expect((await call(tenant.people.DM, "POST", path, { body: {} })).code).toBe("approval.approval_required");
  await approve(tenant, id, "dm");
  expect((await call(tenant.people.DM, "POST", path, { body: {} })).code).toBe("approval.approval_required");
  await approve(tenant, id, "client");
  return (await attemptOf(tenant, id)).id;
}

test("search ads are made paused with one request, once agency and client have approved them, and read back", async () => {
  const tenant = await freshTenant();
  await connect(tenant, "google_ads");
  const id = await adCopy(tenant, { ...base(tenant, "google_ads"), payload: search });
  const attemptId = await push(tenant, id);
  await work(tenant, attemptId, ["send", "send", "check"]);
  expect(await copyOf(tenant, id)).toMatchObject({ status: "pushed", publish: { status: "confirmed" } });
  expect((await attemptOf(tenant, id)).externalId).toContain("adGroupAds/");
});

test.each(["meta_ads", "linkedin_ads"] as const)(
  "what a broken push left in %s is completed by the next one and never made twice",
  async (platform) => {
    const tenant = await freshTenant();
    await connect(tenant, platform === "meta_ads" ? "facebook" : "linkedin");
    await connect(tenant, platform);
    const id = await adCopy(tenant, { ...base(tenant, platform), payload: variants(tenant) });
    const attemptId = await push(tenant, id);
    const provider = platform === "meta_ads" ? "meta" : "linkedin";
    await outside.fault({ provider, kind: "server_error", match: textFor(tenant, "work") });
    await work(tenant, attemptId, ["send"]);
    expect(await copyOf(tenant, id)).toMatchObject({ status: "publish_unknown" });
    await age(attemptId, { postedAt: new Date(Date.now() - 10 * 60_000) });
    await work(tenant, attemptId, ["lookUp"]);
    expect(await copyOf(tenant, id)).toMatchObject({ status: "failed", publish: { errorCode: "absent" } });
    const path = `/tenant/v1/publish-attempts/${attemptId}/republish`;
    const next = await ok<PublishAttempt>(tenant.people.DM, "POST", path, { body: {} });
    await work(tenant, next.id, ["send", "check"]);
    expect(await copyOf(tenant, id)).toMatchObject({ status: "pushed" });
    expect(await campaigns(platform, tenant)).toBe(1);
  },
);

async function campaigns(platform: "meta_ads" | "linkedin_ads", tenant: TestTenant): Promise<number> {
  if (platform === "meta_ads") {
    const { data } = await seen<{ data: { name: string }[] }>("/meta/v19.0/act_555/campaigns");
    return data.filter(({ name }) => name.includes(tenant.slug)).length;
  }
  const { elements } = await seen<{ elements: { name: string }[] }>(
    "/linkedin/rest/adAccounts/512345678/adCampaignGroups?q=search",
    { "linkedin-version": "202601" },
  );
  return elements.filter(({ name }) => name.includes(tenant.slug)).length;
}
