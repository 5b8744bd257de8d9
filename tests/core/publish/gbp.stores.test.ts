import { afterAll, afterEach, expect, test } from "vitest";
import * as Approval from "#core/approval/index.ts";
import { contentHash } from "#core/gbp-post/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { GbpPost } from "#schema/gbp-post.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { approve, attemptOf, connect, seen, work } from "./accounts.ts";

afterEach(() => outside.clearFaults());
afterAll(closeStores);

async function gbpPost(tenant: TestTenant, bodyText: string): Promise<string> {
  const id = newId("gbpPost");
  const words = { bodyText, ctaType: "learn-more", ctaUrl: "https://lamps.example/" };
  const hash = contentHash(words);
  await asPlatform((tx) =>
    tx
      .insertInto("gbpPosts")
      .values({
        tenantId: tenant.id,
        id,
        ...words,
        postType: "whats-new",
        status: "approved",
        version: 1,
        contentHash: hash,
      })
      .execute(),
  );
  await as(machine(tenant.id), () =>
    transaction((tx) =>
      Approval.open(tx, {
        ...{ kind: "gbp_publish", subject: { type: "gbp_post", id, title: bodyText }, version: 1, contentHash: hash },
        ...{ stage: "dm", author: "agent:run_test" },
      }),
    ),
  );
  return id;
}

const postOf = (tenant: TestTenant, id: string) => ok<GbpPost>(tenant.people.TM, "GET", `/tenant/v1/gbp-posts/${id}`);

test("a post goes to the profile with the agency's approval, once a profile is connected", async () => {
  const tenant = await freshTenant();
  const text = `Open on Sunday, says ${tenant.slug}`;
  const id = await gbpPost(tenant, text);
  const path = `/tenant/v1/gbp-posts/${id}/publish`;
  expect((await call(tenant.people.DM, "POST", path, { body: {} })).code).toBe("approval.approval_required");
  await approve(tenant, id, "dm");
  expect(await postOf(tenant, id)).toMatchObject({ status: "approved", isApproved: true, publish: null });
  expect((await call(tenant.people.DM, "POST", path, { body: {} })).code).toBe("channel.channel_disconnected");
  await connect(tenant, "google_business_profile");
  await ok(tenant.people.DM, "POST", path, { body: {} });
  const { id: attemptId } = await attemptOf(tenant, id);
  await work(tenant, attemptId, ["send", "send", "check"]);
  expect(await postOf(tenant, id)).toMatchObject({
    status: "published",
    publishedUrl: expect.stringContaining("local.google.com"),
  });
  const { localPosts } = await seen<{ localPosts: { summary: string; callToAction: unknown }[] }>(
    "/business-profile/v4/accounts/100/locations/200/localPosts",
  );
  expect(localPosts.filter(({ summary }) => summary === text)).toMatchObject([
    { callToAction: { actionType: "LEARN_MORE", url: "https://lamps.example/" } },
  ]);
});

test("a limit of the profile is waited out, and an edit behind the approval keeps the post in", async () => {
  const tenant = await freshTenant();
  await connect(tenant, "google_business_profile");
  const id = await gbpPost(tenant, `New lamps, says ${tenant.slug}`);
  await approve(tenant, id, "dm");
  const { id: attemptId } = await attemptOf(tenant, id);
  await outside.fault({ provider: "business-profile", kind: "rate_limit", match: tenant.slug });
  await work(tenant, attemptId, ["send"]);
  expect(await attemptOf(tenant, id)).toMatchObject({ status: "prepared", tries: 1 });
  await asPlatform((tx) =>
    tx.updateTable("gbpPosts").set({ bodyText: "Something else" }).where("id", "=", id).execute(),
  );
  await work(tenant, attemptId, ["send"]);
  expect(await attemptOf(tenant, id)).toMatchObject({ status: "abandoned" });
  expect(await postOf(tenant, id)).toMatchObject({ status: "publish_failed" });
});
