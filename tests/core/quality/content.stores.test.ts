import { afterAll, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ContentAudit, ContentScore } from "#schema/content-quality.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

const body = [
  "Lamp care begins with a look at the cord. In 2009 this was told to every buyer.",
  "## The cord",
  "A cord is checked by hand. Bend it gently along its whole length.",
  "## What about the shade?",
  "A dry cloth is enough for most shades.",
].join("\n\n");

async function insertPost(tenant: TestTenant, slug: string, status: string): Promise<string> {
  const id = newId("blogPost");
  const text = { title: "Lamp care for old and new lamps", body, metaDescription: "All about lamp care at home." };
  await asPlatform(async (tx) => {
    await tx
      .insertInto("blogPosts")
      .values({
        ...{ tenantId: tenant.id, id, slug, status, version: 1, targetKeyword: "lamp care", ...text },
        publishedAt: new Date("2024-03-01T00:00:00Z"),
      })
      .execute();
    const content = { ...text, targetKeyword: "lamp care" };
    await tx
      .insertInto("contentVersions")
      .values({
        ...{ tenantId: tenant.id, id: newId("contentVersion"), subjectType: "blog_post", subjectId: id, version: 1 },
        ...{ content: JSON.stringify(content), sha256: sha256(slug), author: "system:test", authorKind: "human" },
      })
      .execute();
  });
  return id;
}

test("a published post is audited once at a time, and what is found can be read with it", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TA, TM, DM } = tenant.people;
  const id = await insertPost(tenant, "lamp-care", "published");
  await insertPost(tenant, "lamp-care-again", "published");
  const path = `/tenant/v1/blog-posts/${id}`;
  expect((await call(TM, "POST", `${path}/audit`, { body: {} })).code).toBe("auth.forbidden");
  for (let again = 0; again < 2; again += 1) await ok(TA, "POST", `${path}/audit`, { body: {} });
  await workAll(tenant);
  const { items } = await ok<{ items: ContentAudit[] }>(DM, "GET", `${path}/audits`);
  expect(items).toHaveLength(1);
  const [audit] = items;
  expect(audit).toMatchObject({ status: "done", blogPostId: id });
  const categories = new Set(audit?.findings.map(({ category }) => category));
  expect(categories).toEqual(new Set(["freshness", "thin_section", "cannibalisation", "ai_search"]));
  expect(audit?.findings.some(({ title }) => title.includes("2009"))).toBe(true);
  expect(audit?.healthScore).toBeLessThan(80);
  expect(audit?.refreshContext?.priorityFindings).toHaveLength(3);
  expect(await audited(tenant, "content_audit.%")).toEqual(["content_audit.requested", "content_audit.finished"]);
  const draft = await insertPost(tenant, "not-yet", "dm_review");
  expect((await call(TA, "POST", `/tenant/v1/blog-posts/${draft}/audit`, { body: {} })).code).toBe(
    "request.illegal_transition",
  );
  const stranger = await freshTenant({ plan: "pro" });
  expect((await call(stranger.people.TA, "POST", `${path}/audit`, { body: {} })).code).toBe("request.not_found");
  expect((await call(stranger.people.TA, "GET", `${path}/audits`)).code).toBe("request.not_found");
});

test("a text is scored by counting for nothing, and in full once a version for a quarter of a credit", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TM } = tenant.people;
  const path = `/tenant/v1/blog-posts/${await insertPost(tenant, "lamp-care", "dm_review")}/score`;
  const counted = await ok<ContentScore>(TM, "GET", path);
  expect(counted).toMatchObject({ method: "heuristic", brandVoice: null, aiSearch: null, pendingRunId: null });
  expect(counted.signals.find(({ name }) => name === "Search term in the title")?.passed).toBe(true);
  expect(counted.signals.find(({ name }) => name === "Length of the description")?.passed).toBe(false);
  const asked = await ok<ContentScore>(TM, "POST", path, { body: { method: "full" } });
  expect(asked.pendingRunId).toMatch(/^run_/);
  expect(await ok<ContentScore>(TM, "POST", path, { body: { method: "full" } })).toEqual(asked);
  await workAll(tenant);
  const full = await ok<ContentScore>(TM, "POST", path, { body: { method: "full" } });
  const { seo, readability } = counted;
  expect(full).toMatchObject({ method: "full", seo, readability, pendingRunId: null });
  expect(full.aiSearch).not.toBeNull();
  const { consumed } = await asPlatform((tx) =>
    tx.selectFrom("creditBalances").select("consumed").where("tenantId", "=", tenant.id).executeTakeFirstOrThrow(),
  );
  expect(consumed).toBe(25);
  expect(await audited(tenant, "content.scored")).toEqual(["content.scored"]);
  const stranger = await freshTenant({ plan: "pro" });
  expect((await call(stranger.people.TM, "GET", path)).code).toBe("request.not_found");
  const free = await freshTenant({ plan: "free" });
  const own = `/tenant/v1/blog-posts/${await insertPost(free, "lamp-care", "dm_review")}/score`;
  expect((await call(free.people.TM, "POST", own, { body: { method: "full" } })).code).toBe("plan.plan_limit");
});
