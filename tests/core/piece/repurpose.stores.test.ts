import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import type { PieceItem } from "#schema/piece.ts";
import type { RepurposeBatch } from "#schema/repurpose.ts";
import type { SocialPost } from "#schema/social.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { auditedAs, decide, settle, waitingFor, worked } from "#tests/support/pieces.ts";
import { freshTenant, type TestPerson } from "#tests/support/tenant.ts";
import { workAll } from "../social/month.ts";
import { approvedPost, spent, writtenReport } from "./sources.ts";

afterAll(closeStores);

test("an approved newsletter becomes ads, each with approvals of its own; another is refused", async () => {
  const tenant = await freshTenant();
  const { TA, TM, DM, CA } = tenant.people;
  await worked(tenant, "email_newsletter", { subject: "Rewiring a table lamp at home" });
  const { items } = await ok<{ items: PieceItem[] }>(TM, "GET", "/tenant/v1/newsletters");
  const targets = ["google_ads", "linkedin_ads"].map((platform) => ({ type: "ad_copy", platform }));
  const body = { sourceType: "newsletter", sourceId: items[0]?.id, targets };
  const ask = (who = TA, more: object = {}, key = "repurpose-of-the-newsletter-1") =>
    call<RepurposeBatch>(who, "POST", "/tenant/v1/repurpose", {
      body: { ...body, ...more },
      headers: { "idempotency-key": key },
    });
  expect((await ask()).code).toBe("approval.approval_required");
  expect((await decide(DM, await waitingFor(tenant, "newsletter", "dm"), "approve")).status).toBe(200);
  expect((await decide(CA, await waitingFor(tenant, "newsletter", "client"), "approve")).status).toBe(200);

  expect((await ask(TM, {}, "repurpose-of-the-newsletter-2")).code).toBe("auth.forbidden");
  const stranger = await freshTenant();
  expect((await ask(stranger.people.TA, {}, "repurpose-of-the-newsletter-3")).code).toBe("request.not_found");
  const page = { targets: [{ type: "landing_page" }] };
  expect((await ask(TA, page, "repurpose-of-the-newsletter-4")).code).toBe("request.validation_failed");

  const made = await ask(TA, {}, "repurpose-of-the-newsletter-5");
  expect(made).toMatchObject({ status: 200, body: { status: "queued" } });
  await settle(tenant);
  const batch = await ok<RepurposeBatch>(TM, "GET", `/tenant/v1/repurpose/${made.body.id}`);
  expect(batch.status).toBe("done");
  expect(batch.items.map(({ subject }) => subject?.type)).toEqual(["ad_copy", "ad_copy"]);
  expect((await call(stranger.people.TA, "GET", `/tenant/v1/repurpose/${batch.id}`)).status).toBe(404);
  const ads = await ok<{ items: PieceItem[] }>(TM, "GET", "/tenant/v1/ad-copies");
  expect(ads.items.map(({ status }) => status)).toEqual(["approved", "approved"]);
  expect(await auditedAs(tenant, "repurpose_batch.")).toEqual([
    "repurpose_batch.requested",
    "repurpose_batch.finished",
  ]);
});

test("one post becomes all six kinds within their limits, and a post of those becomes a thread again", async () => {
  const tenant = await freshTenant();
  const { TA, DM, CA } = tenant.people;
  const sourceId = await approvedPost(tenant);
  const kinds = ["email_newsletter", "landing_page", "thread"].map((type) => ({ type }));
  const placed = [
    { type: "social_post", platform: "linkedin" },
    { type: "carousel", platform: "instagram" },
    { type: "ad_copy", platform: "meta_ads" },
  ];
  const made = await order(TA, { sourceType: "blog_post", sourceId, targets: [...kinds, ...placed] });
  await settle(tenant);
  const batch = await ok<RepurposeBatch>(DM, "GET", `/tenant/v1/repurpose/${made.id}`);
  expect(batch.status).toBe("done");
  expect(batch.items.map(({ subject }) => subject?.type)).toEqual([
    ...["newsletter", "landing_page", "social_post"],
    ...["social_post", "social_post", "ad_copy"],
  ]);
  const query = `sourceType=blog_post&sourceId=${sourceId}`;
  const { items: batches } = await ok<{ items: RepurposeBatch[] }>(CA, "GET", `/tenant/v1/repurpose?${query}`);
  expect(batches.map(({ id }) => id)).toEqual([made.id]);
  expect(await spent(tenant, "content_repurpose")).toBe(300);

  const { items: posts } = await ok<{ items: SocialPost[] }>(DM, "GET", "/tenant/v1/social-posts");
  const [thread, carousel, post] = ["thread", "carousel", "social_post"].map((type) =>
    posts.find(({ id }) => id === batch.items.find((item) => item.type === type)?.subject?.id),
  );
  expect(thread).toMatchObject({ platform: "x", format: "text", status: "dm_review" });
  expect(carousel).toMatchObject({ platform: "instagram", format: "carousel", status: "dm_review" });
  expect(carousel?.slides?.length).toBeGreaterThan(1);
  expect(post).toMatchObject({ platform: "linkedin", status: "dm_review" });
  expect(Math.max(...[thread?.bodyText ?? "", ...(thread?.parts ?? [])].map((part) => part.length))).toBeLessThan(281);
  expect(thread?.parts?.length).toBeGreaterThan(0);

  expect(
    (await order(TA, { sourceType: "social_post", sourceId: post?.id, targets: [{ type: "thread" }] }, 403)).code,
  ).toBe("approval.approval_required");
  for (const kind of ["social_copy", "social_post"]) {
    const [who, stage] = kind === "social_copy" ? [DM, "dm" as const] : [CA, "client" as const];
    const open = await ok<{ items: ApprovalItem[] }>(
      who,
      "GET",
      `/${stage === "dm" ? "dm" : "dashboard"}/v1/approvals?kind=${kind}&status=pending`,
    );
    const item = open.items.find(({ subject }) => subject.id === post?.id);
    if (!item) throw new Error(`no ${kind} waits`);
    expect((await decide(who, item, "approve")).status).toBe(200);
  }
  const again = await order(TA, { sourceType: "social_post", sourceId: post?.id, targets: [{ type: "thread" }] });
  await settle(tenant);
  expect(await ok<RepurposeBatch>(TA, "GET", `/tenant/v1/repurpose/${again.id}`)).toMatchObject({ status: "done" });
});

test("one text that cannot be made fails alone, and what was given up is no part of what goes on", async () => {
  const tenant = await freshTenant();
  const { TA, DM } = tenant.people;
  const sourceId = await approvedPost(tenant);
  await asPlatform((tx) => tx.updateTable("tenants").set({ websiteUrl: null }).where("id", "=", tenant.id).execute());
  const targets = [{ type: "ad_copy", platform: "google_ads" }, { type: "thread" }];
  const made = await order(TA, { sourceType: "blog_post", sourceId, targets });
  await workAll(tenant);
  const batch = await ok<RepurposeBatch>(TA, "GET", `/tenant/v1/repurpose/${made.id}`);
  expect(batch.status).toBe("partly_failed");
  expect(batch.items.map(({ status }) => status)).toEqual(["failed", "done"]);
  expect(batch.items[0]?.errorCode).toBeTruthy();
  const thread = batch.items[1]?.activityId;
  expect((await call(DM, "POST", `/dm/v1/activities/${thread}/cancel`, { body: {} })).status).toBe(200);
  expect(await ok<RepurposeBatch>(TA, "GET", `/tenant/v1/repurpose/${made.id}`)).toMatchObject({ status: "failed" });
});

test("without the plan or the credits nothing of a batch is begun, and a report is a source once it is ready", async () => {
  const tenant = await freshTenant();
  const { TA } = tenant.people;
  const targets = [
    { type: "social_post", platform: "facebook" },
    { type: "carousel", platform: "linkedin" },
    { type: "email_newsletter" },
  ];
  const sourceId = await writtenReport(tenant);
  const ofReport = { sourceType: "report", sourceId, targets };
  expect((await order(TA, { ...ofReport, targets: [{ type: "thread" }] }, 422)).code).toBe("request.validation_failed");
  const balance = (available: number) =>
    asPlatform((tx) => tx.updateTable("creditBalances").set({ available }).where("tenantId", "=", tenant.id).execute());
  await balance(100);
  expect((await order(TA, ofReport, 402)).code).toBe("credits.insufficient_credits");
  const query = `sourceType=report&sourceId=${sourceId}`;
  expect((await ok<{ items: unknown[] }>(TA, "GET", `/tenant/v1/repurpose?${query}`)).items).toEqual([]);
  await balance(10_000);
  const plan = (name: string) =>
    asPlatform((tx) => tx.updateTable("tenants").set({ plan: name }).where("id", "=", tenant.id).execute());
  await plan("free");
  expect((await order(TA, ofReport, 402)).code).toBe("plan.plan_limit");
  await plan("pro");
  const made = await order(TA, ofReport);
  await settle(tenant);
  const batch = await ok<RepurposeBatch>(TA, "GET", `/tenant/v1/repurpose/${made.id}`);
  expect(batch.items.map(({ status }) => status)).toEqual(["done", "done", "done"]);
});

async function order(who: TestPerson, body: object, status = 200): Promise<RepurposeBatch & { code?: string }> {
  const headers = { "idempotency-key": `repurpose-${randomUUID()}` };
  const answer = await call<RepurposeBatch>(who, "POST", "/tenant/v1/repurpose", { body, headers });
  expect([answer.status, answer.code]).toEqual([status, answer.code]);
  return { ...answer.body, ...(answer.code ? { code: answer.code } : {}) };
}
