import { expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import * as Search from "#core/search/index.ts";
import type { Actor } from "#platform/actor.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import * as engine from "#platform/search.ts";
import { inTenant } from "#platform/search-client.ts";
import { newId } from "#schema/ids.ts";
import { furnish } from "#tests/support/furnish.ts";
import type { TestTenant } from "#tests/support/tenant.ts";
import { as, freshTenant, machine } from "#tests/support/tenant.ts";

async function post(tenant: TestTenant, title: string, status = "dm_review"): Promise<string> {
  const id = newId("blogPost");
  const slug = id.toLowerCase().replace("_", "-");
  await asPlatform((tx) =>
    tx
      .insertInto("blogPosts")
      .values({ tenantId: tenant.id, id, title, slug, targetKeyword: "cold brew", status })
      .execute(),
  );
  await sync(tenant, id);
  return id;
}

const sync = (tenant: TestTenant, id: string) => as(machine(tenant.id), () => Search.sync("blogs", id));

async function change(id: string, set: { title?: string; deletedAt?: Date }): Promise<void> {
  await asPlatform((tx) => tx.updateTable("blogPosts").set(set).where("id", "=", id).execute());
}

test("a post is found by its words, with a typo too, and leads to the screen of the caller's portal", async () => {
  const tenant = await freshTenant();
  const id = await post(tenant, "Grinding beans at home");
  const client = await as(tenant.people.TA, () => Search.find({ q: "grindng" }));
  expect(client.groups).toMatchObject([
    {
      collection: "blogs",
      found: 1,
      hits: [
        { id, title: "Grinding beans at home", subtitle: "cold brew", status: "dm_review", url: `/content/blog/${id}` },
      ],
    },
    { collection: "activities", found: 0, hits: [] },
    { collection: "reports", found: 0, hits: [] },
  ]);
  const reviewer = await as(tenant.people.DM, () => Search.find({ q: "grinding" }));
  expect(reviewer.groups[0]?.hits[0]?.url).toBe(`/t/${tenant.id}/content/blog/${id}`);
});

test("no wording of a search reaches another workspace", async () => {
  const tenant = await freshTenant();
  const other = await freshTenant();
  await post(tenant, "Confidential roast profile");
  for (const q of ["confidential", "*", `confidential tenantId:=${tenant.id}`, tenant.id]) {
    const { groups } = await as(other.people.TA, () =>
      Search.find({ q, filters: { status: ["x`] || status:=[`dm_review"] } }),
    );
    expect(groups.flatMap((group) => group.hits)).toEqual([]);
    expect((await as(other.people.TA, () => Search.find({ q }))).groups.flatMap((group) => group.hits)).toEqual([]);
  }
});

test("the index follows the row: edited is changed, deleted and gone are removed, twice does no harm", async () => {
  const tenant = await freshTenant();
  const id = await post(tenant, "Kettle temperature");
  const titles = async (q: string) =>
    (await as(tenant.people.TA, () => Search.find({ q }))).groups[0]?.hits.map((hit) => hit.title);
  await change(id, { title: "Water temperature" });
  await sync(tenant, id);
  await sync(tenant, id);
  expect(await titles("water")).toEqual(["Water temperature"]);
  expect(await titles("kettle")).toEqual([]);
  await change(id, { deletedAt: new Date() });
  await sync(tenant, id);
  await sync(tenant, id);
  await sync(tenant, newId("blogPost"));
  expect(await titles("water")).toEqual([]);
});

test("hits can be narrowed to states", async () => {
  const tenant = await freshTenant();
  await post(tenant, "Harvest in March", "published");
  await post(tenant, "Harvest in April", "drafting");
  const { groups } = await as(tenant.people.TA, () =>
    Search.find({ q: "harvest", filters: { status: ["published"] } }),
  );
  expect(groups[0]?.hits.map((hit) => hit.title)).toEqual(["Harvest in March"]);
});

test("nobody searches without signing in, and an empty question is refused", async () => {
  await expect(Search.find({ q: "beans" })).rejects.toMatchObject({ code: "auth.unauthenticated" });
  const tenant = await freshTenant();
  await expect(as(tenant.people.TA, () => Search.find({ q: "  " }))).rejects.toThrow(/q/);
});

test("a job of one workspace cannot remove or overwrite another's document", async () => {
  const tenant = await freshTenant();
  const other = await freshTenant();
  const id = await post(tenant, "Ours alone");
  await sync(other, id);
  const mine = await as(tenant.people.TA, () => Search.find({ q: "ours" }));
  expect(mine.groups[0]?.found).toBe(1);
  const foreign = { id, tenantId: tenant.id, createdAt: 0, updatedAt: Date.now() };
  await expect(as(machine(other.id), () => engine.upsert("blogs", foreign))).rejects.toThrow(/tenant at work/);
});

test("work is found by its number and its title", async () => {
  const tenant = await freshTenant();
  const { activity } = await furnish(tenant);
  await as(machine(tenant.id), () => Search.sync("activities", activity));
  const row = await asPlatform((tx) =>
    tx.selectFrom("activities").select(["ref", "title"]).where("id", "=", activity).executeTakeFirstOrThrow(),
  );
  for (const q of [row.ref, row.title]) {
    const { groups } = await as(tenant.people.DM, () => Search.find({ q, collections: ["activities"] }));
    expect(groups[0]?.hits[0]).toMatchObject({
      id: activity,
      subtitle: row.ref,
      url: `/t/${tenant.id}/activities/${activity}`,
    });
  }
});

test("every change of an activity is marked for the index", async () => {
  const tenant = await freshTenant();
  const marks = () =>
    asPlatform((tx) =>
      tx.selectFrom("searchOutbox").select("subjectId").where("tenantId", "=", tenant.id).execute(),
    ).then((rows) => rows.map((row) => row.subjectId));
  const id = await as(machine(tenant.id), () =>
    transaction((tx) =>
      Activity.plan(tx, { type: "blog_post", doer: "blog-writer", title: "A plan", priority: "normal", input: {} }),
    ),
  );
  expect(await marks()).toEqual([id]);
  await asPlatform((tx) =>
    tx.updateTable("searchOutbox").set({ deliveredAt: new Date() }).where("subjectId", "=", id).execute(),
  );
  await as(tenant.people.DM, () => transaction((tx) => Activity.cancel(tx, id)));
  expect(await marks()).toEqual([id, id]);
});

test("clients are found by super admins alone, over all tenants", async () => {
  const [one, two] = [await freshTenant(), await freshTenant()];
  for (const tenant of [one, two]) await as(machine(tenant.id), () => Search.sync("tenants", tenant.id));
  const admin: Actor = {
    kind: "admin",
    tenantId: null,
    role: platformRole,
    userId: newId("user"),
    name: "Ada",
    sessionId: newId("session"),
  };
  for (const tenant of [one, two]) {
    const { groups } = await as(admin, () => Search.findAcross({ q: tenant.slug }));
    expect(groups).toMatchObject([{ collection: "tenants", hits: [{ id: tenant.id, url: `/tenants/${tenant.id}` }] }]);
  }
  await expect(as(one.people.TA, () => Search.findAcross({ q: one.slug }))).rejects.toMatchObject({
    code: "auth.forbidden",
  });
  await expect(as(one.people.TA, () => Search.find({ q: two.slug, collections: ["tenants"] }))).rejects.toMatchObject({
    code: "request.validation_failed",
  });
});

test("the key of a search opens one tenant and nothing but searching", async () => {
  const [own, other] = [await freshTenant(), await freshTenant()];
  const [mine, foreign] = [await post(own, "Roasting diary"), await post(other, "Roasting diary")];
  const documents = inTenant(own.id).collections<{ id: string }>("blogs");
  const ask = (filter: string) =>
    documents.documents().search({ q: "*", query_by: "title", filter_by: filter, per_page: 100 });
  for (const filter of ["", `tenantId:=${other.id}`, `tenantId:=${other.id} || tenantId:=${own.id}`, "title:!=x"]) {
    const ids = ((await ask(filter)).hits ?? []).map((hit) => hit.document.id);
    expect(ids.filter((id) => id !== mine)).toEqual([]);
  }
  await expect(documents.documents(foreign).delete()).rejects.toMatchObject({ httpStatus: 401 });
});
