import { afterAll, expect, test } from "vitest";
import type { Activity } from "#schema/activity.ts";
import type { ReviewRequests } from "#schema/review-campaign.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

const asking = {
  ...{ target: "google_business_profile", reviewUrl: "https://g.example/r/pier", locationName: "The Pier" },
  audienceSize: 240,
};

test("a campaign for reviews asks everybody alike, on each of its channels, and is decided with its words", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { DM, TA } = tenant.people;
  const begin = async (draft: Record<string, unknown>) =>
    `/tenant/v1/campaigns/${(await ok<{ id: string }>(DM, "POST", "/tenant/v1/campaigns", { body: draft })).id}`;
  const ads = await begin({ type: "paid_ads", name: "Ads", goal: "leads", channels: ["meta_ads"] });
  expect((await call(DM, "POST", `${ads}/review-requests`, { body: asking })).code).toBe("request.illegal_transition");
  const path = await begin({ type: "review_generation", name: "Reviews", goal: "reviews", channels: ["email", "sms"] });
  expect((await call(TA, "POST", `${path}/review-requests`, { body: asking })).code).toBe("auth.forbidden");
  const before = await ok<{ version: number }>(TA, "GET", path);
  const { activityId } = await ok<{ activityId: string }>(DM, "POST", `${path}/review-requests`, { body: asking });
  await workAll(tenant);
  expect(await ok<Activity>(DM, "GET", `/tenant/v1/activities/${activityId}`)).toMatchObject({
    ...{ status: "done", type: "review_campaign" },
  });
  const { asking: kept, messages } = await ok<ReviewRequests>(TA, "GET", `${path}/review-requests`);
  expect(kept).toMatchObject({ reviewUrl: asking.reviewUrl, throttlePerDay: 50 });
  expect(messages.map(({ channel }) => channel)).toEqual(["email", "sms"]);
  expect(messages.every(({ body }) => body.includes(asking.reviewUrl))).toBe(true);
  expect(messages.find(({ channel }) => channel === "sms")?.body.length).toBeLessThanOrEqual(160);
  expect((await ok<{ version: number }>(TA, "GET", path)).version).toBe(before.version + 1);
  await ok(DM, "POST", `${path}/review-requests`, { body: { ...asking, locationName: "The other pier" } });
  await workAll(tenant);
  const again = await ok<ReviewRequests>(TA, "GET", `${path}/review-requests`);
  expect(again.messages).toHaveLength(2);
  expect(again.messages[0]?.body).toContain("The other pier");
  expect(await audited(tenant, "campaign.messages_set")).toHaveLength(2);
  const stranger = await freshTenant({ plan: "pro" });
  expect((await call(stranger.people.TA, "GET", `${path}/review-requests`)).code).toBe("request.not_found");
});
