import { afterAll, afterEach, expect, test } from "vitest";
import * as Publish from "#core/publish/index.ts";
import { asPlatform } from "#platform/db.ts";
import type { PublishAttempt } from "#schema/blog.ts";
import type { SocialPost } from "#schema/social.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { age, approve, attemptOf, connect, picture, seen, socialPost, work } from "./accounts.ts";

afterEach(() => outside.clearFaults());
afterAll(closeStores);

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const postOf = (tenant: TestTenant, id: string) =>
  ok<SocialPost>(tenant.people.DM, "GET", `/tenant/v1/social-posts/${id}`);
const onPage = async (text: string) =>
  (await seen<{ data: { message: string }[] }>("/meta/v19.0/110/feed")).data.filter(({ message }) =>
    message.startsWith(text),
  );

async function ready(): Promise<{ tenant: TestTenant; id: string; text: string; attemptId: string }> {
  const tenant = await freshTenant();
  await connect(tenant, "facebook");
  const text = `Coffee from ${tenant.slug}`;
  const id = await socialPost(tenant, "facebook", text);
  await approve(tenant, id, "client");
  return { tenant, id, text, attemptId: (await attemptOf(tenant, id)).id };
}

test("the last approval plans a post; it is sent once, seen at the page, and written down as a run of its publisher", async () => {
  const { tenant, id, text, attemptId } = await ready();
  expect(await postOf(tenant, id)).toMatchObject({ status: "scheduled", publish: { status: "prepared" } });
  await work(tenant, attemptId, ["send", "send", "check", "check", "send", "lookUp"]);
  const post = await postOf(tenant, id);
  expect(post).toMatchObject({
    status: "published",
    publishedUrl: expect.stringContaining("facebook.com/110/posts/"),
    publish: { status: "confirmed", subjectType: "social_post", channelName: "Our facebook" },
  });
  expect(post.publish?.steps.map(({ phase, outcome }) => `${phase} ${outcome}`)).toEqual(["post ok", "check found"]);
  expect(await onPage(text)).toHaveLength(1);
  expect((await onPage(text))[0]?.message).toBe(`${text}\n\n#coffee`);
  const runs = await asPlatform((tx) =>
    tx.selectFrom("agentRuns").select(["agent", "status", "tier"]).where("subjectId", "=", id).execute(),
  );
  expect(runs).toEqual([{ agent: "social-publisher", status: "success", tier: "none" }]);
});

test("an answer that never came leaves the outcome unknown; looking finds the one post, and nothing is sent again", async () => {
  const { tenant, id, text, attemptId } = await ready();
  await outside.fault({ provider: "meta", kind: "timeout_after_effect", match: text, ms: 200 });
  await work(tenant, attemptId, ["send"]);
  expect(await postOf(tenant, id)).toMatchObject({ status: "publish_unknown", publish: { status: "unknown" } });
  const path = `/tenant/v1/social-posts/${id}/schedule`;
  expect((await call(tenant.people.DM, "POST", path, { body: {} })).code).toBe("publish.outcome_unknown");
  await work(tenant, attemptId, ["send", "lookUp"]);
  expect(await postOf(tenant, id)).toMatchObject({ status: "published" });
  expect(await onPage(text)).toHaveLength(1);
});

test("a sender killed before anything left: looking proves it, and a reviewer sends it again", async () => {
  const { tenant, id, text, attemptId } = await ready();
  await as(machine(tenant.id), async () => {
    await asPlatform((tx) =>
      tx.updateTable("socialPosts").set({ status: "publishing" }).where("id", "=", id).execute(),
    );
    await age(attemptId, { status: "posting", postedAt: minutesAgo(10), tries: 1 });
  });
  await work(tenant, attemptId, ["send", "lookUp"]);
  expect(await postOf(tenant, id)).toMatchObject({ status: "publish_failed", publish: { status: "failed" } });
  expect(await onPage(text)).toHaveLength(0);
  const again = `/tenant/v1/publish-attempts/${attemptId}/republish`;
  expect((await call(tenant.people.TM, "POST", again, { body: {} })).code).toBe("auth.forbidden");
  const next = await ok<PublishAttempt>(tenant.people.DM, "POST", again, { body: {} });
  await work(tenant, next.id, ["send", "check"]);
  expect(await postOf(tenant, id)).toMatchObject({ status: "published" });
  expect(await onPage(text)).toHaveLength(1);
});

test("a post waits for its time, may be taken out of line, and is held while publishing is paused", async () => {
  const { tenant, id, text, attemptId } = await ready();
  const path = `/tenant/v1/social-posts/${id}`;
  expect((await call(tenant.people.TA, "POST", `${path}/unschedule`)).status).toBe(204);
  expect(await postOf(tenant, id)).toMatchObject({ status: "client_approved", scheduledAt: null });
  await work(tenant, attemptId, ["send"]);
  const at = new Date(Date.now() + 86_400_000).toISOString();
  const planned = await ok<PublishAttempt>(tenant.people.TA, "POST", `${path}/schedule`, { body: { at } });
  expect(await postOf(tenant, id)).toMatchObject({ status: "scheduled", scheduledAt: at });
  const pause = (publishingPaused: boolean) =>
    asPlatform((tx) =>
      tx.updateTable("tenantSettings").set({ publishingPaused }).where("tenantId", "=", tenant.id).execute(),
    );
  await pause(true);
  await work(tenant, planned.id, ["send"]);
  expect(await onPage(text)).toHaveLength(0);
  await pause(false);
  await age(planned.id, { publishAt: minutesAgo(7 * 60) });
  await work(tenant, planned.id, ["send"]);
  expect(await postOf(tenant, id)).toMatchObject({ status: "client_approved", publish: { status: "abandoned" } });
  expect(await onPage(text)).toHaveLength(0);
});

test("pictures go with the post, on each network in its own way", async () => {
  const tenant = await freshTenant();
  for (const platform of ["facebook", "instagram", "linkedin"] as const) {
    await connect(tenant, platform);
    const text = `Pictures on ${platform} of ${tenant.slug}`;
    const id = await socialPost(tenant, platform, text, [await picture(tenant), await picture(tenant)]);
    await approve(tenant, id, "client");
    const { id: attemptId } = await attemptOf(tenant, id);
    await age(attemptId, { publishAt: minutesAgo(1) });
    await work(tenant, attemptId, ["send", "check"]);
    expect(await postOf(tenant, id)).toMatchObject({ status: "published", publish: { errorMessage: null } });
  }
});

test("what is refused fails with the network's own reason, and another client's post is not found", async () => {
  const { tenant, id, text, attemptId } = await ready();
  const stranger = await freshTenant();
  const path = `/tenant/v1/social-posts/${id}/schedule`;
  expect((await call(stranger.people.DM, "POST", path, { body: {} })).code).toBe("request.not_found");
  await outside.fault({ provider: "meta", kind: "client_error", match: text });
  await work(tenant, attemptId, ["send"]);
  expect(await postOf(tenant, id)).toMatchObject({
    status: "publish_failed",
    publish: { status: "failed", errorCode: "bad_request" },
  });
  await expect(as(machine(stranger.id), () => Publish.send(attemptId))).rejects.toMatchObject({
    code: "request.not_found",
  });
});

test("a post for a network that nothing is sent to waits to be published by hand, also where the client has an address for mails", async () => {
  const tenant = await freshTenant();
  await ok(tenant.people.TA, "PATCH", "/tenant/v1/mail-settings", {
    body: { postalAddress: "1 Harbour Row, Hamburg" },
  });
  const id = await socialPost(tenant, "tiktok", `Coffee to watch, ${tenant.slug}`);
  await approve(tenant, id, "client");
  expect(await postOf(tenant, id)).toMatchObject({ status: "client_approved", publish: null });
  const path = `/tenant/v1/social-posts/${id}/schedule`;
  expect((await call(tenant.people.DM, "POST", path, { body: {} })).code).toBe("channel.channel_disconnected");
  expect(await postOf(tenant, id)).toMatchObject({ status: "client_approved", publish: null });
});

test("an attempt that waits for its account still says why after the clock has ordered it again", async () => {
  const { tenant, attemptId } = await ready();
  const why = { errorCode: "auth_expired", errorMessage: "The page does not let us in." };
  await age(attemptId, { ...why, publishAt: minutesAgo(10) });
  expect(await as(machine(tenant.id), () => Publish.reconcile(minutesAgo(-5)))).toBe(1);
  const path = `/tenant/v1/publish-attempts/${attemptId}`;
  expect(await ok<PublishAttempt>(tenant.people.DM, "GET", path)).toMatchObject({ status: "prepared", ...why });
});
