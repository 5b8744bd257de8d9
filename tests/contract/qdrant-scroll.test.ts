import { describe, expect, test } from "vitest";
import { is, must, refusalOf, useQdrant, uuid } from "./qdrant-client.ts";

const day = (n: number): string => `2026-01-${String(n + 1).padStart(2, "0")}T00:00:00Z`;

const qdrant = useQdrant(async (client, name) => {
  await client.upsert(name, {
    wait: true,
    points: Array.from({ length: 20 }, (_, n) => ({
      id: n < 10 ? 10 - n : uuid(n),
      vector: [1, 0, 0, 0],
      payload: {
        n,
        even: n % 2 === 0,
        price: (n * 7) % 20,
        at: day(19 - n),
        kinds: [`k${n % 3}`, "all", "all"],
        two: [n, -n],
      },
    })),
  });
  const indexes = {
    n: "integer",
    even: "bool",
    price: "float",
    at: "datetime",
    kinds: "keyword",
    two: "integer",
  } as const;
  for (const [field_name, field_schema] of Object.entries(indexes))
    await client.createPayloadIndex(name, { wait: true, field_name, field_schema });
});

const numbers = (points: { payload?: Record<string, unknown> | null | undefined }[]) =>
  points.map((point) => Number(point.payload?.["n"]));

describe("scrolling", () => {
  test("gives each point once: numbers in order, then UUIDs in order", async () => {
    const seen: unknown[] = [];
    for (let offset: unknown; offset !== null; ) {
      const page = await qdrant.client.scroll(qdrant.name, {
        limit: 7,
        ...(offset === undefined ? {} : { offset: offset as number }),
      });
      seen.push(...page.points.map((point) => point.id));
      offset = page.next_page_offset ?? null;
    }
    const expected = [
      ...Array.from({ length: 10 }, (_, n) => n + 1),
      ...Array.from({ length: 10 }, (_, n) => uuid(n + 10)),
    ];
    expect(seen).toEqual(expected);
  });

  test("gives what matches a filter, ten when no limit is given, payload but no vector", async () => {
    const { points, next_page_offset } = await qdrant.client.scroll(qdrant.name, { filter: must(is("even", true)) });
    expect(points).toHaveLength(10);
    expect(next_page_offset).toBeNull();
    expect(points[0]).toMatchObject({ payload: { n: 8 } });
    expect(points[0]?.vector).toBeUndefined();
  });

  test("starts at an id that is not there any more", async () => {
    await qdrant.client.delete(qdrant.name, { wait: true, points: [4] });
    const { points } = await qdrant.client.scroll(qdrant.name, { offset: 4, limit: 2, with_payload: false });
    expect(points).toEqual([{ id: 5 }, { id: 6 }]);
  });

  test("refuses a limit of nothing", async () => {
    expect((await refusalOf(qdrant.client.scroll(qdrant.name, { limit: 0 }))).status).toBe(422);
  });
});

describe("scrolling by a field", () => {
  test.each<[string, object | string, number[]]>([
    ["up", "n", [0, 1, 2]],
    ["down", { key: "n", direction: "desc" }, [19, 18, 17]],
    ["from a number", { key: "n", start_from: 5 }, [5, 6, 7]],
    ["down from a number", { key: "n", direction: "desc", start_from: 5 }, [5, 4, 3]],
    ["by a fraction", "price", [0, 3, 6]],
    ["by a time", "at", [19, 18, 17]],
    ["from a time", { key: "at", start_from: day(10) }, [9, 8, 7]],
  ])("goes %s", async (_what, order_by, expected) => {
    const answer = await qdrant.client.scroll(qdrant.name, { order_by: order_by as "n", limit: 3 });
    expect(numbers(answer.points)).toEqual(expected);
    expect(answer.next_page_offset).toBeNull();
  });

  test("gives a point once for each of its values, with the value", async () => {
    const { points } = await qdrant.client.scroll(qdrant.name, {
      order_by: "two",
      limit: 50,
      filter: must(is("n", 3)),
    });
    expect(points.map((point) => point.order_value)).toEqual([-3, 3]);
  });

  test("needs an index of ranges and no offset", async () => {
    expect((await refusalOf(qdrant.client.scroll(qdrant.name, { order_by: "kinds" }))).error).toContain(
      "No range index for `order_by` key: `kinds`",
    );
    expect((await refusalOf(qdrant.client.scroll(qdrant.name, { order_by: "n", offset: 1 }))).error).toContain(
      "Cannot use an `offset` when using `order_by`",
    );
  });
});

describe("counting", () => {
  test("gives all, or those that match", async () => {
    expect(await qdrant.client.count(qdrant.name)).toEqual({ count: 20 });
    const filter = must({ key: "n", range: { lt: 5 } });
    expect(await qdrant.client.count(qdrant.name, { filter, exact: true })).toEqual({ count: 5 });
  });
});

describe("a facet", () => {
  test("counts the points of each value, most first, equal ones by value", async () => {
    const { hits } = await qdrant.client.facet(qdrant.name, { key: "kinds", exact: true });
    expect(hits).toEqual([
      { value: "all", count: 20 },
      { value: "k0", count: 7 },
      { value: "k1", count: 7 },
      { value: "k2", count: 6 },
    ]);
  });

  test("counts what matches a filter, at most so many values", async () => {
    const filter = must({ key: "n", range: { lt: 5 } });
    const { hits } = await qdrant.client.facet(qdrant.name, { key: "kinds", filter, limit: 2, exact: true });
    expect(hits).toEqual([
      { value: "all", count: 5 },
      { value: "k0", count: 2 },
    ]);
  });

  test("knows numbers and truth", async () => {
    const filter = must({ key: "n", range: { lt: 3 } });
    const facet = async (key: string) => (await qdrant.client.facet(qdrant.name, { key, filter, exact: true })).hits;
    expect(await facet("even")).toEqual([
      { value: true, count: 2 },
      { value: false, count: 1 },
    ]);
    expect(await facet("n")).toEqual([0, 1, 2].map((value) => ({ value, count: 1 })));
  });

  test.each(["price", "nope"])("needs an index of values, which %s has not", async (key) => {
    const { status, error } = await refusalOf(qdrant.client.facet(qdrant.name, { key }));
    expect([status, error]).toEqual([400, expect.stringContaining(`No appropriate index for faceting: \`${key}\``)]);
  });
});
