import { afterAll, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { AgentMemory } from "#schema/memory.ts";
import type { PieceDetail, PieceItem } from "#schema/piece.ts";
import type { SocialPost } from "#schema/social.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish } from "#tests/support/furnish.ts";
import { decide, waitingFor, worked } from "#tests/support/pieces.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

afterAll(closeStores);

const learned = async ({ people }: TestTenant, agent: string) => {
  const { items } = await ok<{ items: AgentMemory[] }>(people.TM, "GET", `/tenant/v1/agent-memories?agent=${agent}`);
  return (
    items
      .find(({ key }) => key === "edit_patterns")
      ?.points.map(({ source, subject }) => `${source} ${subject.type}`) ?? []
  );
};
const examples = ({ id }: TestTenant) =>
  asPlatform((tx) =>
    tx
      .selectFrom("editExamples")
      .select(["agent", "subjectType", "fromVersion", "toVersion"])
      .where("tenantId", "=", id)
      .execute(),
  );

/** The only piece of a kind, as its writer left it. */
async function only(tenant: TestTenant, path: string): Promise<PieceDetail> {
  const { items } = await ok<{ items: PieceItem[] }>(tenant.people.TM, "GET", `/tenant/v1/${path}`);
  return ok<PieceDetail>(tenant.people.TM, "GET", `/tenant/v1/${path}/${items[0]?.id}`);
}

const body =
  "The lamp on this page was made in 1987 and still gives light. Whoever owns one may bring it, and 14 days later it is as good as it ever was.";

test("a page that a person words is a new version that others decide, and teaches its writer", async () => {
  const tenant = await freshTenant();
  const { DM, TA, secondReviewer } = tenant.people;
  await worked(tenant, "landing_page", { subject: "Rewiring a table lamp at home" });
  const page = await only(tenant, "landing-pages");
  const path = `/tenant/v1/landing-pages/${page.id}`;
  const { problem } = page.content as { problem: object };
  const words = { content: { problem: { ...problem, body } }, version: page.version };
  expect((await call(TA, "PATCH", path, { body: words })).code).toBe("auth.forbidden");
  expect((await call(DM, "PATCH", path, { body: { ...words, version: 9 } })).code).toBe("request.version_mismatch");
  const short = { content: { problem: { ...problem, body: "Short." } }, version: page.version };
  expect((await call(DM, "PATCH", path, { body: short })).code).toBe("request.validation_failed");
  const before = await waitingFor(tenant, "landing_page", "dm");
  const edited = await ok<PieceDetail>(DM, "PATCH", path, { body: words });
  expect(edited).toMatchObject({ status: "dm_review", version: page.version + 1, content: { problem: { body } } });
  expect((await decide(secondReviewer, before, "approve")).code).toBe("approval.approval_stale");
  expect((await decide(DM, await waitingFor(tenant, "landing_page", "dm"), "approve")).code).toBe("approval.own_work");
  expect(await learned(tenant, "landing-page-writer")).toContain("edit landing_page");
});

test("so do newsletters, ads, posts of every platform and answers to reviews, each its own writer", async () => {
  const tenant = await freshTenant();
  const { DM } = tenant.people;
  await worked(tenant, "email_newsletter", { subject: "Rewiring a table lamp at home" });
  const letter = await only(tenant, "newsletters");
  const [first, ...others] = (letter.content as { sections: { body: string }[] }).sections;
  await ok(DM, "PATCH", `/tenant/v1/newsletters/${letter.id}`, {
    body: { content: { sections: [{ ...first, body }, ...others] }, version: letter.version },
  });
  expect(await only(tenant, "newsletters")).toMatchObject({ status: "dm_review", version: letter.version + 1 });
  const audience = { body: { audience: "leads" } };
  await ok(DM, "PUT", `/tenant/v1/newsletters/${letter.id}/audience`, audience);

  const { socialPost, gbpPost, reviewResponse } = await furnish(tenant);
  const social = await ok<SocialPost>(DM, "GET", `/tenant/v1/social-posts/${socialPost}`);
  await asPlatform((tx) =>
    tx.updateTable("socialPosts").set({ status: "dm_review" }).where("id", "=", socialPost).execute(),
  );
  const { platform, format, version } = social;
  const content = {
    platform,
    format,
    bodyText: "A lamp that lasts is mended here.",
    hook: null,
    hashtags: [],
    details: {},
  };
  await asPlatform((tx) =>
    tx
      .insertInto("contentVersions")
      .values({
        ...{ tenantId: tenant.id, id: newId("contentVersion"), subjectType: "social_post", subjectId: socialPost },
        ...{ version, content: JSON.stringify(content), sha256: "0".repeat(64), author: "agent:test" },
        authorKind: "agent",
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  await ok(DM, "PATCH", `/tenant/v1/social-posts/${socialPost}`, { body: { bodyText: body, version: social.version } });
  await ok(DM, "PATCH", `/tenant/v1/gbp-posts/${gbpPost}`, { body: { bodyText: body, version: 1 } });
  await ok(DM, "PATCH", `/tenant/v1/review-responses/${reviewResponse}`, { body: { body } });
  expect((await examples(tenant)).map(({ agent, subjectType }) => `${agent} ${subjectType}`).toSorted()).toEqual([
    "email-writer newsletter",
    "gbp-post-writer gbp_post",
    "review-response-writer review_response",
    "social-post-writer social_post",
  ]);
  expect(await learned(tenant, "email-writer")).toContain("edit newsletter");
});
