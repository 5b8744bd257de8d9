import { expect, test } from "vitest";
import { Search } from "#core/search/index.ts";
import { asPlatform } from "#platform/db.ts";
import * as engine from "#platform/search.ts";
import { newId } from "#schema/ids.ts";
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
  const foreign = { id, tenantId: tenant.id, updatedAt: Date.now() };
  await expect(as(machine(other.id), () => engine.upsert("blogs", foreign))).rejects.toThrow(/tenant at work/);
});
