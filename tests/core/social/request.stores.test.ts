import { afterAll, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { ContentRequest } from "#schema/request.ts";
import type { SocialPost } from "#schema/social.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { auditedAs, decide, waitingFor } from "#tests/support/pieces.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { workAll } from "./month.ts";

afterAll(closeStores);

const wish = { topic: "Why the cord of a lamp wears out", brief: "Say where to look first." };
const ask = (tenant: TestTenant, body: object) =>
  call<ContentRequest>(tenant.people.TM, "POST", "/tenant/v1/social-requests", { body: { ...wish, ...body } });

test("a client asks for a post without pictures; once it is approved it is written, approved and delivered on its day", async () => {
  const tenant = await freshTenant();
  const { TM, DM, CA } = tenant.people;
  const asked = await ask(tenant, { platforms: ["x", "linkedin"], format: "text", wantedOn: "2099-03-02" });
  expect(asked).toMatchObject({ status: 201, body: { kind: "social_post", status: "submitted", activityIds: [] } });
  const { id } = asked.body;
  const stranger = await freshTenant();
  expect((await call(stranger.people.TM, "GET", `/tenant/v1/requests/${id}`)).status).toBe(404);
  expect((await decide(DM, await waitingFor(tenant, "content_request", "dm"), "approve")).status).toBe(200);
  await workAll(tenant);
  const request = await ok<ContentRequest>(TM, "GET", `/tenant/v1/requests/${id}`);
  expect(request).toMatchObject({ status: "in_production", platforms: ["x", "linkedin"] });
  expect(request.socialPostIds).toHaveLength(2);
  const posts = await postsOf(tenant);
  expect(posts.map(({ platform, format, slotId }) => [platform, format, slotId]).toSorted()).toEqual([
    ["linkedin", "text", null],
    ["x", "text", null],
  ]);
  for (const _ of posts) {
    expect((await decide(DM, await waitingFor(tenant, "social_copy", "dm"), "approve")).status).toBe(200);
    expect((await decide(CA, await waitingFor(tenant, "social_post", "client"), "approve")).status).toBe(200);
  }
  const days = (await postsOf(tenant)).map(({ plannedAt }) => plannedAt?.slice(0, 10));
  expect(days).toEqual(["2099-03-02", "2099-03-02"]);
  expect((await ok<ContentRequest>(TM, "GET", `/tenant/v1/requests/${id}`)).status).toBe("in_production");
  const { items } = await ok<{ items: ContentRequest[] }>(TM, "GET", "/tenant/v1/requests?q=cord");
  expect(items.map((one) => one.id)).toEqual([id]);
});

test("a post for a network that nobody reaches is delivered with its approval, and shows the pictures that came with the wish", async () => {
  const tenant = await freshTenant();
  const { DM, CA, TM } = tenant.people;
  const picture = await pictureOf(tenant);
  const asked = await ask(tenant, { platforms: ["pinterest"], mediaIds: [picture] });
  expect((await decide(DM, await waitingFor(tenant, "content_request", "dm"), "approve")).status).toBe(200);
  await workAll(tenant);
  expect((await decide(DM, await waitingFor(tenant, "social_copy", "dm"), "approve")).status).toBe(200);
  const [post] = await postsOf(tenant);
  expect(post).toMatchObject({ status: "client_review", media: [{ id: picture, role: "slide" }] });
  expect((await decide(CA, await waitingFor(tenant, "social_post", "client"), "approve")).status).toBe(200);
  expect((await ok<ContentRequest>(TM, "GET", `/tenant/v1/requests/${asked.body.id}`)).status).toBe("fulfilled");
  expect(await auditedAs(tenant, "content_request.")).toEqual([
    "content_request.created",
    "content_request.submitted",
    "content_request.approved",
    "content_request.fulfilled",
  ]);
});

test("a wish is granted by what is out once the rest of it is given up; one that is given up whole is not", async () => {
  const tenant = await freshTenant();
  const { DM, CA, TM } = tenant.people;
  const status = async (id: string) => (await ok<ContentRequest>(TM, "GET", `/tenant/v1/requests/${id}`)).status;
  const giveUp = async (activityId: string | null | undefined) =>
    expect((await call(DM, "POST", `/dm/v1/activities/${activityId}/cancel`, { body: {} })).status).toBe(200);
  const body = { ...wish, platforms: ["pinterest"], mediaIds: [await pictureOf(tenant)] };
  const wanted = () => call<ContentRequest>(DM, "POST", "/tenant/v1/social-requests", { body: { ...body, count: 2 } });
  const { body: asked } = await wanted();
  await workAll(tenant);
  expect((await decide(DM, await waitingFor(tenant, "social_copy", "dm"), "approve")).status).toBe(200);
  expect((await decide(CA, await waitingFor(tenant, "social_post", "client"), "approve")).status).toBe(200);
  expect(await status(asked.id)).toBe("in_production");
  await giveUp((await postsOf(tenant)).find((post) => post.status !== "client_approved")?.activityId);
  expect(await status(asked.id)).toBe("fulfilled");
  const { body: other } = await wanted();
  for (const activityId of other.activityIds) await giveUp(activityId);
  expect(await status(other.id)).toBe("in_production");
});

test("a picture that was deleted since the wish is not shown with the others", async () => {
  const tenant = await freshTenant();
  const { DM } = tenant.people;
  const [kept, gone] = [await pictureOf(tenant, "b"), await pictureOf(tenant)];
  await ask(tenant, { platforms: ["pinterest"], mediaIds: [gone, kept] });
  await asPlatform((tx) => tx.updateTable("media").set({ deletedAt: new Date() }).where("id", "=", gone).execute());
  expect((await decide(DM, await waitingFor(tenant, "content_request", "dm"), "approve")).status).toBe(200);
  await workAll(tenant);
  expect((await decide(DM, await waitingFor(tenant, "social_copy", "dm"), "approve")).status).toBe(200);
  const [post] = await postsOf(tenant);
  expect(post).toMatchObject({ status: "client_review", media: [{ id: kept }] });
});

test("what a network does not take, a stranger's picture and a plan without posts are refused; a reviewer's wish begins at once", async () => {
  const tenant = await freshTenant();
  expect((await ask(tenant, { platforms: ["instagram"], format: "text" })).code).toBe("request.validation_failed");
  const foreign = await pictureOf(await freshTenant());
  expect((await ask(tenant, { platforms: ["facebook"], mediaIds: [foreign] })).code).toBe("request.validation_failed");
  const body = { ...wish, platforms: ["facebook"] };
  const own = await call<ContentRequest>(tenant.people.DM, "POST", "/tenant/v1/social-requests", { body });
  expect(own.body).toMatchObject({ status: "in_production", activityIds: [expect.any(String)] });
  await asPlatform((tx) => tx.updateTable("tenants").set({ plan: "free" }).where("id", "=", tenant.id).execute());
  expect((await ask(tenant, { platforms: ["facebook"] })).code).toBe("plan.plan_limit");
});

async function postsOf(tenant: TestTenant): Promise<SocialPost[]> {
  return (await ok<{ items: SocialPost[] }>(tenant.people.DM, "GET", "/tenant/v1/social-posts")).items;
}

async function pictureOf(tenant: TestTenant, digit = "a"): Promise<string> {
  const id = newId("media");
  const file = { s3Key: `media/${tenant.id}/${id}.png`, mime: "image/png", bytes: 10, sha256: digit.repeat(64) };
  await asPlatform((tx) =>
    tx
      .insertInto("media")
      .values({ tenantId: tenant.id, id, kind: "image", source: "upload", ...file })
      .execute(),
  );
  return id;
}
