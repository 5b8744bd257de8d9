import { describe, expect, test } from "vitest";
import { refusalOf, useQdrant } from "./qdrant-client.ts";

const qdrant = useQdrant();
const plain = { vectors: { size: 4, distance: "Cosine" } } as const;

describe("a collection", () => {
  test("is described as it was created", async () => {
    const info = await qdrant.client.getCollection(qdrant.name);
    expect(info).toMatchObject({
      status: "green",
      points_count: 0,
      config: { params: { vectors: { size: 4, distance: "Cosine" } } },
      payload_schema: {},
    });
  });

  test("is found by its name and among all", async () => {
    expect((await qdrant.client.collectionExists(qdrant.name)).exists).toBe(true);
    const { collections } = await qdrant.client.getCollections();
    expect(collections).toContainEqual({ name: qdrant.name });
  });

  test("that is not there is said so", async () => {
    expect((await qdrant.client.collectionExists("nope")).exists).toBe(false);
    expect(await refusalOf(qdrant.client.getCollection("nope"))).toEqual({
      status: 404,
      error: "Not found: Collection `nope` doesn't exist!",
    });
  });

  test("is not created twice", async () => {
    expect(await refusalOf(qdrant.client.createCollection(qdrant.name, plain))).toEqual({
      status: 409,
      error: `Wrong input: Collection \`${qdrant.name}\` already exists!`,
    });
  });

  test("is gone with its points once deleted, and deleting it again answers false", async () => {
    const name = `${qdrant.name}_short`;
    await qdrant.client.createCollection(name, plain);
    await qdrant.client.upsert(name, { wait: true, points: [{ id: 1, vector: [1, 0, 0, 0] }] });
    expect(await qdrant.client.deleteCollection(name)).toBe(true);
    expect(await qdrant.client.deleteCollection(name)).toBe(false);
    await qdrant.client.createCollection(name, plain);
    expect((await qdrant.client.count(name, { exact: true })).count).toBe(0);
    await qdrant.client.deleteCollection(name);
  });

  test.each(["Cosine", "Dot", "Euclid", "Manhattan"] as const)("compares by %s", async (distance) => {
    const name = `${qdrant.name}_${distance}`;
    await qdrant.client.createCollection(name, { vectors: { size: 3, distance } });
    const { config } = await qdrant.client.getCollection(name);
    expect(config.params.vectors).toMatchObject({ size: 3, distance });
    await qdrant.client.deleteCollection(name);
  });

  test.each([
    ["an unknown distance", { vectors: { size: 4, distance: "Hamming" } }, 400],
    ["a size of nothing", { vectors: { size: 0, distance: "Dot" } }, 400],
    ["a size beyond the limit", { vectors: { size: 70_000, distance: "Dot" } }, 422],
    ["no shard", { vectors: { size: 4, distance: "Dot" }, shard_number: 0 }, 422],
  ])("with %s is refused", async (_what, body, status) => {
    expect((await qdrant.ask("PUT", `/collections/${qdrant.name}_bad`, body)).status).toBe(status);
    expect((await qdrant.client.collectionExists(`${qdrant.name}_bad`)).exists).toBe(false);
  });

  test.each([
    ["a character files cannot have", "a%3Fb"],
    ["more than 255 letters", "x".repeat(256)],
  ])("with %s in its name is refused", async (_what, name) => {
    const { status, error } = await qdrant.ask("PUT", `/collections/${name}`, plain);
    expect(status).toBe(422);
    expect(error).toMatch(/^Validation error in path parameters: \[collection_name: /);
  });

  test("reports the settings of its graph and takes changes of some of them", async () => {
    const name = `${qdrant.name}_settings`;
    await qdrant.client.createCollection(name, { ...plain, hnsw_config: { m: 0, payload_m: 16 } });
    await qdrant.client.updateCollection(name, {
      hnsw_config: { ef_construct: 50 },
      optimizers_config: { indexing_threshold: 5_000 },
    });
    const { config } = await qdrant.client.getCollection(name);
    expect(config.hnsw_config).toMatchObject({ m: 0, payload_m: 16, ef_construct: 50 });
    expect(config.optimizer_config).toMatchObject({ indexing_threshold: 5_000 });
    await qdrant.client.deleteCollection(name);
  });

  test("keeps notes about itself, each changed or removed by its key", async () => {
    const path = `/collections/${qdrant.name}`;
    await qdrant.ask("PATCH", path, { metadata: { model: "one", owner: "search" } });
    await qdrant.ask("PATCH", path, { metadata: { model: "two", owner: null } });
    expect((await qdrant.ask("GET", path)).body).toMatchObject({ result: { config: { metadata: { model: "two" } } } });
  });

  test("that is not there takes no changes", async () => {
    expect((await refusalOf(qdrant.client.updateCollection("nope", {}))).status).toBe(404);
  });
});

describe("an alias", () => {
  const create = (collection_name: string, alias_name: string) => ({ create_alias: { collection_name, alias_name } });
  const change = (...actions: object[]) => qdrant.ask("POST", "/collections/aliases", { actions });

  test("leads to its collection for reading and writing until it is deleted", async () => {
    const alias = `${qdrant.name}_live`;
    await change(create(qdrant.name, alias));
    await qdrant.client.upsert(alias, { wait: true, points: [{ id: 1, vector: [1, 0, 0, 0] }] });
    expect((await qdrant.client.count(qdrant.name, { exact: true })).count).toBe(1);
    expect((await qdrant.client.collectionExists(alias)).exists).toBe(true);
    await qdrant.client.updateCollectionAliases({ actions: [{ delete_alias: { alias_name: alias } }] });
    expect((await refusalOf(qdrant.client.count(alias, { exact: true }))).status).toBe(404);
  });

  test("is listed with its collection", async () => {
    const alias = `${qdrant.name}_listed`;
    await change(create(qdrant.name, alias));
    const expected = { alias_name: alias, collection_name: qdrant.name };
    expect((await qdrant.client.getAliases()).aliases).toContainEqual(expected);
    expect((await qdrant.client.getCollectionAliases(qdrant.name)).aliases).toEqual([expected]);
    expect((await qdrant.client.getCollections()).collections).not.toContainEqual({ name: alias });
  });

  test("switches in one request, so that a reader never meets none", async () => {
    const [alias, next] = [`${qdrant.name}_switch`, `${qdrant.name}_next`];
    await change(create(qdrant.name, alias));
    await qdrant.client.createCollection(next, plain);
    await qdrant.client.upsert(next, { wait: true, points: [{ id: 1, vector: [1, 0, 0, 0] }] });
    let isDone = false;
    const reading = (async () => {
      const counts = new Set<number>();
      while (!isDone) counts.add((await qdrant.client.count(alias, { exact: true })).count);
      return counts;
    })();
    for (const to of [next, qdrant.name, next, qdrant.name, next])
      await change({ delete_alias: { alias_name: alias } }, create(to, alias));
    isDone = true;
    expect([...(await reading)].every((found) => found === 0 || found === 1)).toBe(true);
    expect((await qdrant.client.count(alias, { exact: true })).count).toBe(1);
    await qdrant.client.deleteCollection(next);
  });

  test("is renamed", async () => {
    const [alias, renamed] = [`${qdrant.name}_old`, `${qdrant.name}_new`];
    await change(create(qdrant.name, alias));
    await change({ rename_alias: { old_alias_name: alias, new_alias_name: renamed } });
    const { aliases } = await qdrant.client.getCollectionAliases(qdrant.name);
    expect(aliases.map((one) => one.alias_name)).toEqual([renamed]);
  });

  test("goes with its collection", async () => {
    const [alias, name] = [`${qdrant.name}_gone`, `${qdrant.name}_mortal`];
    await qdrant.client.createCollection(name, plain);
    await change(create(name, alias));
    await qdrant.client.deleteCollection(name);
    expect((await qdrant.client.getAliases()).aliases.map((one) => one.alias_name)).not.toContain(alias);
  });

  test("takes no collection's name, and no collection takes its", async () => {
    const alias = `${qdrant.name}_name`;
    await change(create(qdrant.name, alias));
    expect((await change(create(qdrant.name, qdrant.name))).status).toBe(409);
    expect((await refusalOf(qdrant.client.createCollection(alias, plain))).status).toBe(400);
  });

  test("leads to collections only", async () => {
    const alias = `${qdrant.name}_first`;
    await change(create(qdrant.name, alias));
    expect((await change(create(alias, `${qdrant.name}_second`))).status).toBe(404);
    expect((await change(create("nope", `${qdrant.name}_third`))).status).toBe(404);
  });

  test("that is not there is not renamed; deleting it is no failure", async () => {
    const { status, error } = await change({ rename_alias: { old_alias_name: "nope", new_alias_name: "other" } });
    expect([status, error]).toEqual([404, "Not found: Alias nope does not exists!"]);
    expect((await change({ delete_alias: { alias_name: "nope" } })).status).toBe(200);
  });
});

describe("a payload index", () => {
  const schemaOf = async (field: string) => (await qdrant.client.getCollection(qdrant.name)).payload_schema[field];

  test.each(["keyword", "integer", "float", "bool", "datetime", "uuid", "text"] as const)(
    "of type %s is reported with how many points it holds",
    async (type) => {
      const values = {
        keyword: "a",
        integer: 1,
        float: 1.5,
        bool: true,
        datetime: "2026-01-01",
        uuid: qdrant.name,
        text: "a b",
      };
      const value = type === "uuid" ? "6f1e2f0c-8a4b-4e0e-9a53-0f4a64d1c001" : values[type];
      await qdrant.client.upsert(qdrant.name, {
        wait: true,
        points: [
          { id: 1, vector: [1, 0, 0, 0], payload: { field: value } },
          { id: 2, vector: [1, 0, 0, 0], payload: { other: value } },
        ],
      });
      await qdrant.client.createPayloadIndex(qdrant.name, { wait: true, field_name: "field", field_schema: type });
      expect(await schemaOf("field")).toMatchObject({ data_type: type, points: 1 });
    },
  );

  test("tells tenants apart when it is asked to", async () => {
    await qdrant.client.createPayloadIndex(qdrant.name, {
      wait: true,
      field_name: "tenant_id",
      field_schema: { type: "keyword", is_tenant: true },
    });
    expect(await schemaOf("tenant_id")).toMatchObject({ data_type: "keyword", params: { is_tenant: true } });
  });

  test("is removed, and removing it again is no failure", async () => {
    await qdrant.client.createPayloadIndex(qdrant.name, { wait: true, field_name: "a.b", field_schema: "keyword" });
    expect((await qdrant.client.deletePayloadIndex(qdrant.name, "a.b", { wait: true }))?.status).toBe("completed");
    expect((await qdrant.client.deletePayloadIndex(qdrant.name, "a.b", { wait: true }))?.status).toBe("completed");
    expect(await schemaOf("a.b")).toBeUndefined();
  });

  test.each([
    ["an unknown type", { field_name: "a", field_schema: "money" }, 400],
    ["a broken path", { field_name: "a..b", field_schema: "keyword" }, 400],
    ["no capability", { field_name: "a", field_schema: { type: "integer", lookup: false, range: false } }, 422],
  ])("with %s is refused", async (_what, body, status) => {
    expect((await qdrant.ask("PUT", `/collections/${qdrant.name}/index?wait=true`, body)).status).toBe(status);
  });
});
