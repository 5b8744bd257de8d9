import { afterAll, afterEach, expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import { pool, transaction } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { Activity as ActivityItem } from "#schema/activity.ts";
import type { CreditBalance } from "#schema/credit.ts";
import type { SocialPost } from "#schema/social.ts";
import type { UsagePage } from "#schema/usage.ts";
import { ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { decide, plannedMonth, postOf, postsOf, workAll } from "./month.ts";

afterEach(() => outside.clearFaults());
afterAll(closeStores);

const balance = (tenant: TestTenant) => ok<CreditBalance>(tenant.people.TA, "GET", "/tenant/v1/credits");
const statusOf = async (tenant: TestTenant, id: string) =>
  (await ok<ActivityItem>(tenant.people.DM, "GET", `/tenant/v1/activities/${id}`)).status;

async function filmed(): Promise<{ tenant: TestTenant; post: SocialPost; video: string }> {
  const tenant = await freshTenant();
  const { posts } = await plannedMonth(tenant, ["tiktok"]);
  const video = await as(machine(tenant.id), () =>
    transaction((tx) =>
      Activity.plan(tx, {
        type: "social_video",
        doer: "social-video-designer",
        title: "Video",
        priority: "normal",
        input: {},
        dependsOn: posts,
      }),
    ),
  );
  await workAll(tenant);
  const [post] = (await postsOf(tenant)) as [SocialPost];
  return { tenant, post, video };
}

test("the still of a post becomes the promised video, which is paid when it is there", async () => {
  const { tenant, post, video } = await filmed();
  const before = await balance(tenant);
  await decide(tenant, post, "dm");
  const worked = await workAll(tenant);
  expect(worked.filter((agent) => agent === "social-video-poller")).toHaveLength(3);
  expect(await postOf(tenant, post.id)).toMatchObject({
    status: "client_review",
    media: [{ role: "slide" }, { role: "video", mime: "video/mp4", width: 1080, height: 1920 }],
  });
  expect(await statusOf(tenant, video)).toBe("done");
  expect(await balance(tenant)).toMatchObject({ effective: before.effective - 17, reserved: 0 });
  const usage = (by: string) => ok<UsagePage>(tenant.people.DM, "GET", `/dm/v1/usage?groupBy=${by}`);
  const byModel = new Map((await usage("model")).items.map(({ key, cost }) => [key, cost?.[0]?.micros ?? 0]));
  expect([byModel.get("veo3.1"), byModel.get("gpt-image-1")]).toEqual([expect.any(Number), 63_000]);
  const { rows } = await pool(platformRole).query<{ minor: string }>(
    "select sum(amount_minor) as minor from spend_ledger where tenant_id = $1 and to_account = 'spent'",
    [tenant.id],
  );
  const { totals, items } = await usage("activity");
  expect(Math.abs((totals.cost?.[0]?.micros ?? 0) / 10_000 - Number(rows[0]?.minor))).toBeLessThan(items.length);
  expect(items.find(({ key }) => key === video)?.cost?.[0]?.micros).toBe(byModel.get("veo3.1"));
});

test("the second maker is asked when the first refuses, and nobody else", async () => {
  const { tenant, post } = await filmed();
  await outside.fault({ provider: "runway", kind: "refusal", match: "image_to_video" });
  await decide(tenant, post, "dm");
  await workAll(tenant);
  expect(await postOf(tenant, post.id)).toMatchObject({ status: "client_review", media: [{}, { role: "video" }] });
});

test("without a video the post lies before the agency again, and its credits are free", async () => {
  const { tenant, post, video } = await filmed();
  const before = await balance(tenant);
  for (const provider of ["runway", "runway-second"])
    await outside.fault({ provider, kind: "refusal", times: 10, match: "image_to_video" });
  await decide(tenant, post, "dm");
  await workAll(tenant);
  expect(await postOf(tenant, post.id)).toMatchObject({ status: "dm_review" });
  expect(await statusOf(tenant, video)).toBe("failed");
  expect(await balance(tenant)).toMatchObject({ effective: before.effective - 2, reserved: 0 });
});
