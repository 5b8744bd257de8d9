import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import * as Dataset from "#core/dataset/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Search from "#core/search/index.ts";
import { documentsOf } from "#core/search/sources/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { startBuild } from "#platform/search-build.ts";
import { administrator } from "#platform/search-client.ts";
import { client as vectors } from "#platform/vectors.ts";
import * as vectorBuild from "#platform/vectors-build.ts";
import { newId } from "#schema/ids.ts";
import type { StoredDocument } from "#schema/search-collections.ts";
import { collectionOf, defaultEmbeddingModel } from "#schema/vectors.ts";
import { closeStores } from "#tests/support/close.ts";
import { startEngine } from "#tests/support/engine.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

// A rebuild concerns every tenant, so it has stores of its own, with the relay and the indexer at work.
ownCloud();
let engine: Awaited<ReturnType<typeof startEngine>>;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(async () => {
  await engine.stop();
  await closeStores();
});

const posts = 60;

/** A tenant whose posts are in the database and marked for the index. */
async function publisher(): Promise<TestTenant & { postIds: string[] }> {
  const tenant = await freshTenant();
  const postIds = Array.from({ length: posts }, () => newId("blogPost"));
  await as(machine(tenant.id), () =>
    transaction(async (tx) => {
      await tx
        .insertInto("blogPosts")
        .values(postIds.map((id) => post(tenant, id)))
        .execute();
      for (const id of postIds) await Effect.searchSync("blogs", id);
    }),
  );
  await settled(tenant);
  return { ...tenant, postIds };
}

function post(tenant: TestTenant, id: string) {
  const slug = id.toLowerCase().replace("_", "-");
  const words = { title: "Everything about cold brew", slug, targetKeyword: "cold brew" };
  return { tenantId: tenant.id, id, ...words, status: "dm_review" };
}

async function indexed(tenant: TestTenant): Promise<StoredDocument[]> {
  const lines = await administrator()
    .collections("blogs")
    .documents()
    .export({ filter_by: `tenantId:=${tenant.id}` });
  const documents = lines
    .split("\n")
    .filter(Boolean)
    .map((text) => JSON.parse(text) as StoredDocument);
  return documents.sort((one, two) => (one.id < two.id ? -1 : 1));
}

const rows = (tenant: TestTenant) =>
  as(machine(tenant.id), () => documentsOf("blogs", { after: "", limit: 1_000 })).then(
    (documents) => JSON.parse(JSON.stringify(documents)) as StoredDocument[],
  );

/** Waits until the index says what the database says. */
async function settled(tenant: TestTenant): Promise<void> {
  await expect.poll(() => indexed(tenant), { timeout: 30_000, interval: 200 }).toEqual(await rows(tenant));
}

/** Repeats a question for as long as the work lasts. @returns how often it was asked */
async function whileWorking(work: Promise<unknown>, ask: () => Promise<void>): Promise<number> {
  let isOver = false;
  const end = work.finally(() => (isOver = true));
  let asked = 0;
  while (!isOver) {
    await ask();
    asked++;
  }
  await end;
  return asked;
}

const physical = async (name: string) =>
  (await administrator().collections().retrieve()).map((one) => one.name).filter((one) => one.startsWith(`${name}_`));

test("planned work and the client itself travel from their mark through relay and queue into the index", async () => {
  const tenant = await freshTenant();
  const id = await as(machine(tenant.id), () =>
    transaction(async (tx) => {
      await Effect.searchSync("tenants", tenant.id);
      const plan = { type: "blog_post", doer: "blog-writer", title: "Write about water", priority: "normal" } as const;
      return Activity.plan(tx, { ...plan, input: {} });
    }),
  );
  const found = (collection: string, wanted: string) =>
    administrator()
      .collections(collection)
      .documents(wanted)
      .retrieve()
      .then(
        (document) => document,
        () => undefined,
      );
  await expect
    .poll(() => found("activities", id), { timeout: 30_000 })
    .toMatchObject({
      tenantId: tenant.id,
      title: "Write about water",
      status: "pending",
    });
  await expect.poll(() => found("tenants", tenant.id), { timeout: 30_000 }).toMatchObject({ slug: tenant.slug });
});

describe("a search collection", () => {
  test("answers every question in full while it is rebuilt again and again", async () => {
    const tenant = await publisher();
    const ask = async () => {
      const { groups } = await as(tenant.people.TA, () => Search.find({ q: "cold brew", collections: ["blogs"] }));
      expect(groups[0]?.found).toBe(posts);
    };
    const work = (async () => {
      for (let round = 0; round < 3; round++) expect(await Search.rebuild("blogs")).toBeGreaterThanOrEqual(posts);
    })();
    expect(await whileWorking(work, ask)).toBeGreaterThan(5);
    expect(await physical("blogs")).toHaveLength(1);
  });

  test("has what changed while it was rebuilt: edits, additions and removals", async () => {
    const tenant = await publisher();
    // Each row changes once: what is lost on the way stays lost and shows.
    const untouched = [...tenant.postIds];
    let number = 0;
    const change = () =>
      as(machine(tenant.id), () =>
        transaction(async (tx) => {
          const id = (number++ % 2 === 0 && untouched.pop()) || newId("blogPost");
          const isNew = !tenant.postIds.includes(id);
          const set = number % 4 === 1 ? { deletedAt: new Date() } : { title: `Cold brew, edition ${number}` };
          if (isNew) await tx.insertInto("blogPosts").values(post(tenant, id)).execute();
          else
            await tx.updateTable("blogPosts").set(set).where("tenantId", "=", tenant.id).where("id", "=", id).execute();
          await Effect.searchSync("blogs", id);
        }),
      );
    const work = Search.rebuild("blogs");
    await Promise.all([1, 2, 3].map(() => whileWorking(work, change)));
    await settled(tenant);
    const changed = await indexed(tenant);
    expect(changed.filter((one) => tenant.postIds.includes(one.id)).length).toBeLessThan(posts);
    expect(changed.filter((one) => !tenant.postIds.includes(one.id)).length).toBeGreaterThan(0);
  });

  test("has rows that the indexer may have had in hand when the name moved looked at once more", async () => {
    const tenant = await publisher();
    const marks = () =>
      asPlatform((tx) => tx.selectFrom("searchOutbox").select("id").where("tenantId", "=", tenant.id).execute());
    expect(await marks()).toHaveLength(posts);
    await Search.rebuild("blogs");
    expect(await marks()).toHaveLength(2 * posts);
  });

  test("comes back whole from the database when the engine lost it", async () => {
    const tenant = await publisher();
    await administrator()
      .collections("blogs")
      .documents()
      .delete({ filter_by: `tenantId:=${tenant.id}` });
    expect(await indexed(tenant)).toEqual([]);
    await Search.rebuild("blogs");
    expect(await indexed(tenant)).toEqual(await rows(tenant));
  });

  test("is rebuilt by one process at a time; what a dead one left behind goes", async () => {
    await startBuild("blogs");
    const both = await Promise.allSettled([Search.rebuild("blogs"), Search.rebuild("blogs")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "request.stale_state" } });
    expect(await physical("blogs")).toHaveLength(1);
  });

  test("whose table comes later is rebuilt empty", async () => {
    expect(await Search.rebuild("leads")).toBe(0);
    expect(await physical("leads")).toHaveLength(1);
    const { found } = await administrator().collections("leads").documents().search({ q: "*", query_by: "name" });
    expect(found).toBe(0);
  });
});

describe("the vectors", () => {
  const model = defaultEmbeddingModel;
  const name = collectionOf(model);

  async function reader(): Promise<TestTenant & { files: string[] }> {
    const tenant = await freshTenant();
    const files = Array.from({ length: 3 }, () => newId("datasetFile"));
    await asPlatform(async (tx) => {
      for (const id of files) {
        const sha256 = createHash("sha256").update(id).digest("hex");
        const facts = { source: "upload", docKind: "document", mime: "text/plain", trust: "own", importance: 0.5 };
        const file = { tenantId: tenant.id, id, datasetId: tenant.datasetId, title: id, bytes: 10, s3Key: "x" };
        await tx
          .insertInto("datasetFiles")
          .values({ ...file, ...facts, sha256, status: "ready", generation: 1, nextGeneration: 1 })
          .execute();
        const passages = Array.from({ length: 70 }, (_, seq) => ({
          tenantId: tenant.id,
          id: newId("chunk"),
          datasetId: tenant.datasetId,
          datasetFileId: id,
          generation: 1,
          seq,
          text: `Passage ${seq} tells how cold brew is made`,
          startOffset: 0,
          endOffset: 10,
          tokens: 8,
          termCount: 8,
          sha256,
          pointId: randomUUID(),
        }));
        await tx.insertInto("datasetChunks").values(passages).execute();
      }
    });
    return { ...tenant, files };
  }

  const points = async (tenant: TestTenant, fileId?: string) => {
    const own = { key: "tenant_id", match: { value: tenant.id } };
    const must = fileId ? [own, { key: "file_id", match: { value: fileId } }] : [own];
    return (await vectors().count(name, { exact: true, filter: { must } })).count;
  };

  const target = async () =>
    (await vectors().getAliases()).aliases.find((one) => one.alias_name === name)?.collection_name ?? "";

  const setStatus = (id: string, status: string) =>
    asPlatform((tx) => tx.updateTable("datasetFiles").set({ status }).where("id", "=", id).execute());

  test("are made anew from the passages, and retrieval answers from them throughout", async () => {
    const tenant = await reader();
    expect(await points(tenant)).toBe(0);
    await Dataset.rebuildVectors(model);
    expect(await points(tenant)).toBe(210);
    const ask = async () => {
      const input = { query: "how is cold brew made", topK: 5, mode: "dense", source: "sandbox" } as const;
      const { hits, degraded } = await as(tenant.people.TA, () => Dataset.retrieve(input));
      expect({ degraded, hits: hits.length }).toEqual({ degraded: false, hits: expect.any(Number) });
      expect(hits.length).toBeGreaterThanOrEqual(5);
    };
    expect(await whileWorking(Dataset.rebuildVectors(model), ask)).toBeGreaterThan(0);
    const { collections } = await vectors().getCollections();
    expect(collections.filter((one) => one.name.startsWith(name))).toHaveLength(1);
  });

  test("leave out what was deleted meanwhile and hide what was disabled", async () => {
    const tenant = await reader();
    const [gone = "", hidden = ""] = tenant.files;
    const work = Dataset.rebuildVectors(model);
    await setStatus(gone, "deleted");
    await setStatus(hidden, "disabled");
    await work;
    expect(await points(tenant, gone)).toBe(0);
    expect(await points(tenant, hidden)).toBe(70);
    const { hits } = await as(tenant.people.TA, () =>
      Dataset.retrieve({ query: "cold brew", topK: 20, mode: "dense", source: "sandbox" }),
    );
    expect([...new Set(hits.map((hit) => hit.fileId))]).toEqual([tenant.files[2]]);
  });

  test("wait for a file that is being read when the new collection takes over", async () => {
    const tenant = await reader();
    const [reading = ""] = tenant.files;
    await setStatus(reading, "processing");
    const before = await target();
    let isOver = false;
    const work = Dataset.rebuildVectors(model).finally(() => (isOver = true));
    await expect.poll(target, { timeout: 30_000 }).not.toBe(before);
    expect(isOver).toBe(false);
    await setStatus(reading, "ready");
    await work;
    expect(await points(tenant, reading)).toBe(70);
  });

  test("of an installation whose collection has the name itself move behind an alias", async () => {
    const tenant = await reader();
    await vectors().deleteCollection(await target());
    await vectors().createCollection(name, { vectors: { size: 384, distance: "Cosine" } });
    await vectorBuild.prepare();
    await Dataset.rebuildVectors(model);
    expect(await points(tenant)).toBe(210);
    expect((await vectors().getCollection(name)).config.hnsw_config).toMatchObject({ m: 0, payload_m: 16 });
    expect(await target()).toMatch(new RegExp(`^${name}_`));
  });
});
