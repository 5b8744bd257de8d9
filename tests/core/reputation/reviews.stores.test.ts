import { afterAll, expect, test } from "vitest";
import * as CustomerReviews from "#core/customer-review/sync.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import type { CustomerReview, CustomerReviewDetail } from "#schema/customer-review.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

/** A tenant whose business profile is connected. */
async function profileTenant(): Promise<TestTenant & { profile: string }> {
  const tenant = await freshTenant({ plan: "pro" });
  const [profile, secret] = [newId("channel"), newId("channelCredential")];
  await asPlatform(async (tx) => {
    await tx
      .insertInto("connectedChannels")
      .values({
        ...{ tenantId: tenant.id, id: profile, type: "google_business_profile", name: "The Pier" },
        ...{ status: "connected", subChannelInfo: JSON.stringify({ id: "accounts/100/locations/200" }) },
      })
      .execute();
    const tokenInfoCipher = seal(JSON.stringify({ accessToken: "access-of-the-profile" }), `${tenant.id}${secret}`);
    await tx
      .insertInto("channelCredentials")
      .values({ tenantId: tenant.id, id: secret, channelId: profile, tokenInfoCipher })
      .execute();
  });
  return { ...tenant, profile };
}

const listed = (tenant: TestTenant) => ok<{ items: CustomerReview[] }>(tenant.people.TA, "GET", "/tenant/v1/reviews");
const waiting = async ({ id, people }: TestTenant) => {
  const query = `/dm/v1/approvals?kind=review_response&status=pending&tenantId=${id}`;
  return (await ok<{ items: ApprovalItem[] }>(people.DM, "GET", query)).items;
};
const of = (items: CustomerReview[], rating: number) => {
  const found = items.find((one) => one.rating === rating);
  if (!found) throw new Error(`no review of ${rating} stars`);
  return found;
};

test("reviews of the profile are read once, answered, judged and decided; bad ones are weightier", async () => {
  const tenant = await profileTenant();
  const { DM, TA } = tenant.people;
  await as(machine(tenant.id), CustomerReviews.poll);
  await as(machine(tenant.id), CustomerReviews.poll);
  await workAll(tenant);
  const { items } = await listed(tenant);
  expect(items.map(({ rating }) => rating).toSorted()).toEqual([2, 5]);
  expect(items.map(({ firstName }) => firstName).toSorted()).toEqual(["Jonas", "Maya"]);
  expect(items.every(({ response }) => response?.status === "pending_approval" && response.version >= 1)).toBe(true);
  expect(items.every(({ response }) => (response?.body.length ?? 0) >= 50)).toBe(true);
  const open = await waiting(tenant);
  expect(open.map(({ risk }) => risk).toSorted()).toEqual(["high", "low"]);

  const good = of(items, 5);
  const forGood = open.find(({ subject }) => subject.id === good.response?.id);
  const decide = (item: ApprovalItem | undefined, decision: string, note?: string) =>
    call(DM, "POST", `/dm/v1/approvals/${item?.id}/resolve`, {
      body: { decision, contentHash: item?.contentHash, note },
    });
  expect((await decide(forGood, "approve")).status).toBe(200);
  const seen = await ok<CustomerReviewDetail>(TA, "GET", `/tenant/v1/reviews/${good.id}`);
  expect(seen).toMatchObject({ status: "new", response: { status: "publishing" }, publish: { status: "prepared" } });
  expect(seen.critic).not.toBeNull();

  const bad = open.find(({ risk }) => risk === "high");
  expect((await decide(bad, "reject", "Say that somebody will call back.")).status).toBe(200);
  await workAll(tenant);
  const again = of((await listed(tenant)).items, 2);
  expect(again.response?.version).toBeGreaterThan(1);
  expect(again.response?.status).toBe("pending_approval");
  expect((await waiting(tenant)).map(({ subject }) => subject.id)).toEqual([again.response?.id]);
  expect(await audited(tenant, "review.received")).toHaveLength(2);
  expect(await audited(tenant, "review_response.approved")).toHaveLength(1);

  const stranger = await freshTenant({ plan: "pro" });
  expect((await call(stranger.people.TA, "GET", `/tenant/v1/reviews/${good.id}`)).code).toBe("request.not_found");
});

test("an approval holds for the review as it stood, and a person's wording is decided by another", async () => {
  const tenant = await profileTenant();
  const { DM } = tenant.people;
  const at = { channelId: tenant.profile, location: "The Pier" };
  const review = {
    externalId: "x1",
    rating: 4,
    body: "Good, if slow.",
    name: "Ada Byron",
    at: new Date(),
    reply: null,
  };
  const take = (...found: (typeof review)[]) =>
    as(machine(tenant.id), () => transaction((tx) => CustomerReviews.takeIn(tx, at, found)));
  await take(review);
  const [first] = (await listed(tenant)).items;
  expect(first?.firstName).toBe("Ada");
  await ok(DM, "POST", `/tenant/v1/reviews/${first?.id}/draft`);
  expect((await call(DM, "POST", `/tenant/v1/reviews/${first?.id}/draft`)).code).toBe("run.already_running");
  await workAll(tenant);
  const [item] = await waiting(tenant);
  expect(item?.risk).toBe("low");

  const body = "Dear Ada, thank you for your words. We look at how long things take.";
  const path = `/tenant/v1/review-responses/${item?.subject.id}`;
  expect((await call(tenant.people.TA, "PATCH", path, { body: { body } })).code).toBe("auth.forbidden");
  expect((await call(DM, "PATCH", path, { body: { body } })).status).toBe(204);
  const [own] = await waiting(tenant);
  expect(own?.id).not.toBe(item?.id);
  const decision = { decision: "approve", contentHash: own?.contentHash };
  const resolve = `/dm/v1/approvals/${own?.id}/resolve`;
  expect((await call(DM, "POST", resolve, { body: decision })).code).toBe("approval.own_work");
  expect((await call(tenant.people.secondReviewer, "POST", resolve, { body: decision })).status).toBe(200);

  await take({ ...review, rating: 1, body: "They were rude. I will call my lawyer." });
  const [changed] = (await listed(tenant)).items;
  expect(changed).toMatchObject({ rating: 1, status: "new", response: { status: "draft" } });
  expect(changed?.flags).toEqual(expect.arrayContaining(["legal", "staff"]));
  expect(await audited(tenant, "publish_attempt.abandoned")).toHaveLength(1);
  await take();
  expect((await listed(tenant)).items[0]?.status).toBe("removed");
  expect((await call(DM, "POST", `/tenant/v1/reviews/${first?.id}/draft`)).code).toBe("request.illegal_transition");
});
