import { imageSize } from "image-size";
import { afterAll, afterEach, expect, test } from "vitest";
import { asPlatform, pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { get } from "#platform/storage.ts";
import type { Activity } from "#schema/activity.ts";
import type { ApprovalDetail, ApprovalItem } from "#schema/approval.ts";
import type { CreditBalance } from "#schema/credit.ts";
import { newId } from "#schema/ids.ts";
import type { SocialCalendar, SocialPost } from "#schema/social.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { connect } from "../publish/accounts.ts";
import { decide, nextMonth, plannedMonth, postOf, postsOf, workAll } from "./month.ts";

afterEach(() => outside.clearFaults());
afterAll(closeStores);

const audited = async ({ id }: TestTenant, like: string): Promise<string[]> => {
  const sql = "select name from outbox where tenant_id = $1 and kind = 'audit' and name like $2 order by id";
  const { rows } = await pool(platformRole).query(sql, [id, like]);
  return rows.map(({ name }) => name);
};
const activity = (tenant: TestTenant, id: string) =>
  ok<Activity>(tenant.people.DM, "GET", `/tenant/v1/activities/${id}`);
const openOf = async ({ id, people }: TestTenant, subjectId: string): Promise<ApprovalItem[]> =>
  (
    await ok<{ items: ApprovalItem[] }>(people.DM, "GET", `/dm/v1/approvals?status=pending&limit=50&tenantId=${id}`)
  ).items.filter(({ subject }) => subject.id === subjectId);
const balance = (tenant: TestTenant) => ok<CreditBalance>(tenant.people.TA, "GET", "/tenant/v1/credits");
const pictured = (posts: readonly SocialPost[]) => posts.find(({ format }) => format === "static") as SocialPost;

test("a calendar gives each promised post its place, and each is written for it, pictured and approved", async () => {
  const tenant = await freshTenant();
  const { calendar, posts } = await plannedMonth(tenant, ["instagram", "instagram", "linkedin", "facebook"]);
  await workAll(tenant);
  expect(await activity(tenant, calendar)).toMatchObject({ status: "done" });
  const month = await ok<SocialCalendar>(tenant.people.CA, "GET", `/tenant/v1/social-calendars/${nextMonth()}`);
  expect(month.slots.map(({ activityId }) => activityId).toSorted()).toEqual(posts.toSorted());
  expect(month.summary).toMatchObject({ totalPosts: 4, byPlatform: { instagram: 2, linkedin: 1, facebook: 1 } });
  const written = await postsOf(tenant);
  expect(written.map(({ status }) => status)).toEqual(Array(4).fill("dm_review"));

  const post = pictured(written);
  expect((await decide(tenant, post, "dm")).status).toBe(200);
  expect(await postOf(tenant, post.id)).toMatchObject({ status: "design_pending", design: { by: "agent" } });
  await workAll(tenant);
  const ready = await postOf(tenant, post.id);
  expect(ready).toMatchObject({ status: "client_review", media: [{ role: "slide", mime: "image/jpeg" }] });
  expect(ready.contentHash).not.toBe(post.contentHash);
  const [picture] = ready.media;
  const row = await asPlatform((tx) =>
    tx
      .selectFrom("media")
      .select(["s3Key"])
      .where("id", "=", picture?.id ?? "")
      .executeTakeFirstOrThrow(),
  );
  const bytes = await as(machine(tenant.id), () => get(row.s3Key));
  expect(imageSize(bytes as Uint8Array)).toMatchObject({ width: picture?.width, height: picture?.height });

  expect((await decide(tenant, post, "client")).status).toBe(200);
  expect(await postOf(tenant, post.id)).toMatchObject({ status: "client_approved" });
  expect(await activity(tenant, post.activityId ?? "")).toMatchObject({ status: "done" });
  expect(await audited(tenant, "social_post.%")).toEqual(
    expect.arrayContaining([
      "social_post.created",
      "social_post.drafted",
      "social_post.designed",
      "social_post.client_approved",
    ]),
  );
  expect(await audited(tenant, "social_calendar.%")).toEqual(["social_calendar.planned"]);
});

test("a post belongs to its client, and only its reviewers give it pictures", async () => {
  const [tenant, stranger] = [await freshTenant(), await freshTenant()];
  await plannedMonth(tenant, ["instagram"]);
  await workAll(tenant);
  const [post] = (await postsOf(tenant)) as [SocialPost];
  const path = `/tenant/v1/social-posts/${post.id}`;
  expect((await call(stranger.people.DM, "GET", path)).code).toBe("request.not_found");
  expect((await call(stranger.people.TA, "GET", `/tenant/v1/social-calendars/${nextMonth()}`)).code).toBe(
    "request.not_found",
  );
  const pictures = { body: { mediaIds: ["mda_01J00000000000000000000000"] } };
  expect((await call(tenant.people.TA, "POST", `${path}/media`, pictures)).code).toBe("auth.forbidden");
  expect((await call(stranger.people.DM, "POST", `${path}/media`, pictures)).code).toBe("request.not_found");
  expect((await call(tenant.people.DM, "POST", `${path}/media`, pictures)).code).toBe("request.illegal_transition");
});

test("what is said of the pictures goes to the designer, what is said of the text to the writer", async () => {
  const tenant = await freshTenant();
  await plannedMonth(tenant, ["facebook"]);
  await workAll(tenant);
  const [post] = (await postsOf(tenant)) as [SocialPost];
  await decide(tenant, post, "dm");
  await workAll(tenant);
  const first = await postOf(tenant, post.id);
  await decide(tenant, post, "client", { decision: "reject", note: "Please show the workshop.", category: "design" });
  expect(await workAll(tenant)).toEqual(["social-post-designer"]);
  const second = await postOf(tenant, post.id);
  expect(second).toMatchObject({ status: "client_review", version: 2, bodyText: first.bodyText });
  expect(second.media[0]?.id).not.toBe(first.media[0]?.id);
  await decide(tenant, post, "client", { decision: "reject", note: "Please say it shorter.", category: "tone" });
  expect(await workAll(tenant)).toContain("social-post-writer");
  expect(await postOf(tenant, post.id)).toMatchObject({ status: "dm_review", version: 3 });
});

test("without any picture the post lies before the agency again, and its credits are free", async () => {
  const tenant = await freshTenant();
  // In the words of every picture of this client, so that none of another test is refused.
  const style = `In the style of ${tenant.slug}`;
  const voice = { tenantId: tenant.id, id: newId("brandVoice"), style };
  await asPlatform((tx) => tx.insertInto("brandVoices").values(voice).execute());
  await plannedMonth(tenant, ["facebook"]);
  await workAll(tenant);
  const before = await balance(tenant);
  const [post] = (await postsOf(tenant)) as [SocialPost];
  await outside.fault({ provider: "openai", kind: "refusal", times: 10, match: style });
  await decide(tenant, post, "dm");
  await workAll(tenant);
  expect(await postOf(tenant, post.id)).toMatchObject({ status: "dm_review", media: [], design: { by: "agent" } });
  expect(await balance(tenant)).toMatchObject({ effective: before.effective, reserved: 0 });
  await outside.clearFaults();
  expect((await decide(tenant, post, "dm")).status).toBe(200);
  await workAll(tenant);
  expect(await postOf(tenant, post.id)).toMatchObject({ status: "client_review" });
  expect((await balance(tenant)).effective).toBe(before.effective - 2);
});

test("a post that a reviewer words anew goes out with the link of its new text, and says what no source carries", async () => {
  const tenant = await freshTenant();
  const { DM } = tenant.people;
  await plannedMonth(tenant, ["linkedin"]);
  await workAll(tenant);
  const [post] = (await postsOf(tenant)) as [SocialPost];
  const word = (bodyText: string, version: number) =>
    call(DM, "PATCH", `/tenant/v1/social-posts/${post.id}`, { body: { bodyText, version } });
  const text = "In 2019 the workshop mended 4,812 lamps in Leeds. Read more at https://lamps.example/mended.";
  expect((await word(text, post.version)).status).toBe(200);
  const [item] = await openOf(tenant, post.id);
  expect(item?.flags).toEqual(["unsupported_claims"]);
  const stored = () =>
    asPlatform(async (tx) => {
      const { version, linkUrl } = await tx
        .selectFrom("socialPosts")
        .select(["version", "linkUrl"])
        .where("id", "=", post.id)
        .executeTakeFirstOrThrow();
      const claims = await tx
        .selectFrom("claims")
        .select("text")
        .where("subjectId", "=", post.id)
        .where("version", "=", version)
        .execute();
      return { version, linkUrl, claims: claims.map((claim) => claim.text) };
    });
  const { version, linkUrl, claims } = await stored();
  expect(linkUrl).toBe("https://lamps.example/mended");
  expect(claims).toContainEqual(expect.stringContaining("4,812 lamps"));
  expect((await word("Ask us about the cord of your lamp, we look at it with you.", version)).status).toBe(200);
  expect(await stored()).toMatchObject({ linkUrl: null, claims: [] });
  expect((await openOf(tenant, post.id))[0]?.flags).toEqual([]);
});

test("a post whose work is given up is archived, and nobody can decide it any more", async () => {
  const tenant = await freshTenant();
  await plannedMonth(tenant, ["linkedin"]);
  await workAll(tenant);
  const [post] = await postsOf(tenant);
  const cancelled = await call(tenant.people.DM, "POST", `/dm/v1/activities/${post?.activityId}/cancel`, { body: {} });
  expect(cancelled.status).toBe(200);
  expect(await postOf(tenant, post?.id ?? "")).toMatchObject({ status: "archived" });
  const { items } = await ok<{ items: unknown[] }>(tenant.people.DM, "GET", "/dm/v1/approvals?status=pending");
  expect(items).toEqual([]);
});

test("where the agency alone decides, what goes out was seen with its pictures, and then it goes", async () => {
  const tenant = await freshTenant({ settings: { approvalMode: "internal" } });
  await connect(tenant, "facebook");
  await plannedMonth(tenant, ["facebook"]);
  await workAll(tenant);
  const [post] = (await postsOf(tenant)) as [SocialPost];
  expect((await decide(tenant, post, "dm")).status).toBe(200);
  await workAll(tenant);
  expect(await postOf(tenant, post.id)).toMatchObject({ status: "client_review", media: [{ role: "slide" }] });
  const [waiting] = await openOf(tenant, post.id);
  expect(waiting).toMatchObject({ kind: "social_post", stage: "dm" });
  const shown = await ok<ApprovalDetail>(tenant.people.DM, "GET", `/dm/v1/approvals/${waiting?.id}`);
  expect(shown.preview).toContain("![");
  const verdict = { decision: "reject", note: "Please show the workshop.", category: "design" } as const;
  await decide(tenant, post, "dm", verdict, "social_post");
  expect(await workAll(tenant)).toEqual(["social-post-designer"]);
  expect((await decide(tenant, post, "dm", { decision: "approve" }, "social_post")).status).toBe(200);
  expect(await postOf(tenant, post.id)).toMatchObject({ status: "scheduled", publish: { status: "prepared" } });
  expect(await activity(tenant, post.activityId ?? "")).toMatchObject({ status: "done" });
});

test("where the agency alone decides, a text without pictures was seen whole and goes out at once", async () => {
  const tenant = await freshTenant({ settings: { approvalMode: "internal" } });
  await connect(tenant, "linkedin");
  await plannedMonth(tenant, ["linkedin", "linkedin"]);
  await workAll(tenant);
  const post = (await postsOf(tenant)).find(({ format }) => format === "text") as SocialPost;
  expect((await decide(tenant, post, "dm")).status).toBe(200);
  expect(await postOf(tenant, post.id)).toMatchObject({ status: "scheduled", publish: { status: "prepared" } });
  expect(await openOf(tenant, post.id)).toEqual([]);
});
