import { join } from "node:path";
import { Client, Errors } from "typesense";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Service } from "#localstack/services/serve.ts";
import { startTypesense } from "#localstack/services/typesense.ts";
import { spawnEmulator, startOnTakenPort, suiteDir, tearTail, tempDir } from "./emulator.ts";

const given = process.env["CONTRACT_TYPESENSE_URL"];
const apiKey = process.env["TYPESENSE_API_KEY"] ?? "contract-key";
let service: Service | undefined;
let url: string;
let client: Client;
let name: string;
let count = 0;

interface Blog {
  id: string;
  tenantId: string;
  title: string;
  slug: string;
  excerpt?: string;
  status: string;
  tags: string[];
  words: number;
  score: number;
  featured: boolean;
  updatedAt: number;
}

function connect(to: string, key = apiKey): Client {
  const { hostname, port, protocol } = new URL(to);
  return new Client({
    nodes: [{ host: hostname, port: Number(port), protocol: protocol.replace(":", "") }],
    apiKey: key,
    connectionTimeoutSeconds: 5,
    numRetries: 0,
  });
}

function blog(id: number, title: string, more: Partial<Blog> = {}): Blog {
  return {
    id: `blg_${id}`,
    tenantId: `ten_${id % 2}`,
    title,
    slug: title.toLowerCase().replaceAll(" ", "-"),
    status: id % 3 === 0 ? "published" : "in-review",
    tags: [`tag${id % 3}`, "all"],
    words: id * 100,
    score: id / 2,
    featured: id === 2,
    updatedAt: 1_700_000_000 + id,
    ...more,
  };
}

const blogs = [
  blog(1, "Marketing strategy for small bakeries"),
  blog(2, "Content calendar template", { excerpt: "A marketing calendar for every month" }),
  blog(3, "Local search for dentists"),
  blog(4, "Marketing"),
  blog(5, "Émile's guide to newsletters", { excerpt: `${"word ".repeat(40)}strategy ${"word ".repeat(40)}` }),
  blog(6, "Search engine basics"),
];

const fields = [
  { name: "tenantId", type: "string", facet: true },
  { name: "title", type: "string", infix: true },
  { name: "slug", type: "string", optional: true },
  { name: "excerpt", type: "string", optional: true },
  { name: "status", type: "string", facet: true },
  { name: "tags", type: "string[]", facet: true },
  { name: "words", type: "int32", facet: true },
  { name: "score", type: "float" },
  { name: "featured", type: "bool", facet: true },
  { name: "updatedAt", type: "int64" },
] as const;

beforeAll(async () => {
  if (!given) service = await startTypesense({ port: 0, dataDir: suiteDir("typesense"), apiKey });
  url = given ?? service?.url ?? "";
  client = connect(url);
});

afterAll(async () => {
  await service?.stop();
});

beforeEach(async () => {
  name = `blogs_${process.pid}_${count++}`;
  await create(name);
  await client.collections<Blog>(name).documents().import(blogs, { action: "create" });
  return async () => {
    await client.collections(name).delete();
  };
});

async function create(collection: string, on = client): Promise<void> {
  await on.collections().create({ name: collection, fields: [...fields], default_sorting_field: "updatedAt" });
}

async function ids(q: string, more: object = {}): Promise<string[]> {
  const found = await client
    .collections<Blog>(name)
    .documents()
    .search({ q, query_by: "title,excerpt", ...more });
  return (found.hits ?? []).map((hit) => hit.document.id.replace("blg_", ""));
}

/** Imports documents that need not fit the schema. */
async function importLines(lines: object[]): Promise<unknown> {
  return await client
    .collections(name)
    .documents()
    .import(lines as Record<string, string>[], { action: "create" });
}

async function failure(work: Promise<unknown>): Promise<{ httpStatus?: number; message: string; name: string }> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error("expected a failure");
  return error as { httpStatus?: number; message: string; name: string };
}

describe("collections", () => {
  test("are created once, described, altered and deleted", async () => {
    expect(await failure(create(name))).toBeInstanceOf(Errors.ObjectAlreadyExists);
    const described = await client.collections(name).retrieve();
    expect(described).toMatchObject({ name, num_documents: 6, default_sorting_field: "updatedAt" });
    expect(described.fields?.find((field) => field.name === "title")).toMatchObject({
      type: "string",
      facet: false,
      infix: true,
      optional: false,
    });
    await client
      .collections(name)
      .update({ fields: [{ name: "author", type: "string", optional: true, facet: true }] });
    await client
      .collections<Blog>(name)
      .documents("blg_1")
      .update({ author: "Ann" } as Partial<Blog>);
    expect(await ids("*", { filter_by: "author:=Ann" })).toEqual(["1"]);
    expect((await failure(client.collections("no_such").retrieve())).httpStatus).toBe(404);
    const headers = { "x-typesense-api-key": apiKey };
    const bad = JSON.stringify({ name: `${name}_bad`, fields: [{ name: "x", type: "strange" }] });
    expect((await fetch(`${url}/collections`, { method: "POST", headers, body: bad })).status).toBe(400);
  });

  test("an alias answers for its collection and moves to a rebuilt one", async () => {
    const alias = `${name}_alias`;
    await client.aliases().upsert(alias, { collection_name: name });
    expect((await client.aliases(alias).retrieve()).collection_name).toBe(name);
    const found = await client.collections<Blog>(alias).documents().search({ q: "bakeries", query_by: "title" });
    expect(found.found).toBe(1);
    await create(`${name}_next`);
    await client.aliases().upsert(alias, { collection_name: `${name}_next` });
    expect((await client.collections(alias).documents().search({ q: "bakeries", query_by: "title" })).found).toBe(0);
    await client.aliases(alias).delete();
    expect((await failure(client.aliases(alias).retrieve())).httpStatus).toBe(404);
    await client.collections(`${name}_next`).delete();
  });
});

describe("documents", () => {
  test("are created, replaced, merged, fetched and deleted", async () => {
    const documents = client.collections<Blog>(name).documents();
    expect(await failure(documents.create(blog(1, "again")))).toBeInstanceOf(Errors.ObjectAlreadyExists);
    await documents.upsert(blog(1, "Fresh words"));
    expect(await ids("bakeries", { num_typos: 0 })).toEqual([]);
    expect(await ids("fresh")).toEqual(["1"]);
    await client.collections<Blog>(name).documents("blg_1").update({ words: 7 });
    expect(await client.collections<Blog>(name).documents("blg_1").retrieve()).toMatchObject({
      title: "Fresh words",
      words: 7,
    });
    await client.collections<Blog>(name).documents("blg_1").delete();
    expect((await failure(client.collections<Blog>(name).documents("blg_1").retrieve())).httpStatus).toBe(404);
    expect((await documents.delete({ filter_by: "tenantId:=ten_0" })).num_deleted).toBe(3);
    expect((await documents.update({ status: "archived" } as Blog, { filter_by: "words:>0" })).num_updated).toBe(2);
    expect((await client.collections(name).retrieve()).num_documents).toBe(2);
  });

  test("an import reports every line and keeps the good ones", async () => {
    const lines = [
      blog(7, "Seven"),
      { ...blog(8, "Eight"), title: undefined },
      blog(1, "Taken"),
      { ...blog(9, "Nine"), words: "many" },
    ];
    const error = await failure(importLines(lines));
    expect(error).toBeInstanceOf(Errors.ImportError);
    const results = (error as unknown as { importResults: { success: boolean; error?: string; code?: number }[] })
      .importResults;
    expect(results.map((line) => line.success)).toEqual([true, false, false, false]);
    expect(results[1]?.error).toBe("Field `title` has been declared in the schema, but is not found in the document.");
    expect(results[2]?.code).toBe(409);
    expect(results[3]?.error).toMatch(/^Field `words` must be an int32/);
    expect((await client.collections(name).retrieve()).num_documents).toBe(7);
  });

  test("an export gives them back as JSON lines, as plain text", async () => {
    const lines = await client
      .collections(name)
      .documents()
      .export({ filter_by: "tenantId:=ten_0", include_fields: "id,title" });
    expect(lines.split("\n").map((line) => JSON.parse(line) as object)).toEqual(
      expect.arrayContaining([{ id: "blg_2", title: "Content calendar template" }]),
    );
    const answer = await fetch(`${url}/collections/${name}/documents/export`, {
      headers: { "x-typesense-api-key": apiKey },
    });
    expect(answer.headers.get("content-type")).toContain("text/plain");
  });
});

describe("searching", () => {
  test("a whole title beats a part, a heavier field beats a lighter, a younger document breaks ties", async () => {
    expect(await ids("marketing")).toEqual(["4", "1", "2"]);
    expect(await ids("search")).toEqual(["6", "3"]);
    expect(await ids("calendar marketing")).toEqual(["2"]);
  });

  test("typing errors, accents, case and unfinished words are forgiven", async () => {
    expect(await ids("markting strategey")).toEqual(["1"]);
    expect(await ids("emiles")).toEqual(["5"]);
    expect(await ids("NEWSL")).toEqual(["5"]);
    expect(await ids("newsl", { prefix: false, num_typos: 0 })).toEqual([]);
    expect(await ids("bakeires")).toEqual(["1"]);
    expect(await ids("baiscs")).toEqual(["6"]);
    expect(await ids("bakeires", { num_typos: 0 })).toEqual([]);
    expect(await ids("newlset")).toEqual(["5"]);
    expect(await ids("mrk", { min_len_1typo: 4 })).toEqual([]);
  });

  test("words in the middle are found where infix search is on", async () => {
    expect(await ids("keti", { query_by: "title", infix: "always" })).toEqual(["4", "1"]);
    expect((await failure(ids("x", { query_by: "excerpt", infix: "always" }))).httpStatus).toBe(400);
  });

  test("phrases stand together and excluded words stay away", async () => {
    expect(await ids('"search engine"')).toEqual(["6"]);
    expect(await ids("marketing -bakeries")).toEqual(["4", "2"]);
  });

  test("words are left out only when nothing has them all", async () => {
    expect(await ids("marketing zzzzzz")).toEqual(["4", "1", "2"]);
    expect(await ids("marketing zzzzzz", { drop_tokens_threshold: 0 })).toEqual([]);
  });

  test.each<[string, string[]]>([
    ["tenantId:=ten_1", ["5", "3", "1"]],
    ["tenantId:=ten_1 && words:[100..300]", ["3", "1"]],
    ["words:>=500 || featured:true", ["6", "5", "2"]],
    ["status:=in-review && (tags:=[tag1] || words:<=200)", ["4", "2", "1"]],
    ["status:!=published", ["5", "4", "2", "1"]],
    ["title:marketing", ["4", "1"]],
    ["title:=Marketing", ["4"]],
    ["title:=`Local search for dentists`", ["3"]],
    ["score:>1.4 && score:<2.6", ["5", "4", "3"]],
    ["id:[blg_1, blg_6]", ["6", "1"]],
    ["words:[100, 300..400]", ["4", "3", "1"]],
    ["slug:=search*", ["6"]],
  ])("filter %s", async (filter_by, expected) => {
    expect(await ids("*", { filter_by })).toEqual(expected);
  });

  test("wrong filters, fields and parameters are refused", async () => {
    for (const filter_by of ["words:", "nope:=1", "(words:>1", "words:>abc", "words:>1 &&"]) {
      expect([400, 404]).toContain((await failure(ids("*", { filter_by }))).httpStatus);
    }
    expect((await failure(ids("x", { query_by: "nope" }))).httpStatus).toBe(404);
    expect((await failure(ids("x", { per_page: 251 }))).httpStatus).toBe(400);
    expect((await failure(ids("*", { sort_by: "slug:asc" }))).httpStatus).toBe(404);
  });

  test("facets count every hit, not only the page", async () => {
    const found = await client
      .collections<Blog>(name)
      .documents()
      .search({ q: "*", query_by: "title", facet_by: "status,tags,words", per_page: 1 });
    const [status, tags, words] = found.facet_counts ?? [];
    expect(status?.counts.map(({ value, count: n }) => [value, n])).toEqual([
      ["in-review", 4],
      ["published", 2],
    ]);
    expect(tags?.counts[0]).toMatchObject({ value: "all", count: 6 });
    expect(words?.stats).toMatchObject({ min: 100, max: 600, avg: 350 });
    expect([found.found, found.out_of, found.hits?.length]).toEqual([6, 6, 1]);
  });

  test("pages, sorts and cuts documents to fields", async () => {
    expect(await ids("*", { sort_by: "words:asc", per_page: 2, page: 2 })).toEqual(["3", "4"]);
    expect(await ids("*", { sort_by: "featured:desc,score:asc", limit: 3, offset: 0 })).toEqual(["2", "1", "3"]);
    const found = await client
      .collections<Blog>(name)
      .documents()
      .search({ q: "dentists", query_by: "title", include_fields: "id,title" });
    expect(found.hits?.[0]?.document).toEqual({ id: "blg_3", title: "Local search for dentists" });
  });

  test("highlights mark the matching words and cut long texts around them", async () => {
    const found = await client
      .collections<Blog>(name)
      .documents()
      .search({ q: "strategy", query_by: "title,excerpt", highlight_full_fields: "title" });
    expect(found.hits?.[0]?.highlight?.title).toMatchObject({
      matched_tokens: ["strategy"],
      snippet: "Marketing <mark>strategy</mark> for small bakeries",
    });
    expect(found.hits?.[1]?.highlight?.excerpt).toMatchObject({
      snippet: "word word word word <mark>strategy</mark> word word word word",
    });
  });

  test("many searches are answered in order, a bad one fails alone", async () => {
    const { results } = await client.multiSearch.perform(
      {
        searches: [
          { collection: name, q: "dentists" },
          { collection: "no_such", q: "x" },
          { collection: name, q: "*", filter_by: "featured:true" },
        ],
      },
      { query_by: "title" },
    );
    const shown = results as unknown as { found?: number; code?: number }[];
    expect(shown.map((result) => result.found ?? result.code)).toEqual([1, 404, 1]);
  });
});

describe("keys", () => {
  test("a wrong key and a missing one are refused", async () => {
    expect(await failure(connect(url, "wrong").collections().retrieve())).toBeInstanceOf(Errors.RequestUnauthorized);
    expect((await fetch(`${url}/collections`)).status).toBe(401);
    expect(await client.health.retrieve()).toEqual({ ok: true });
  });

  test("a search key only searches, a scoped key only sees its tenant until it expires", async () => {
    const key = await client
      .keys()
      .create({ description: "search", actions: ["documents:search"], collections: [name] });
    const value = key.value ?? "";
    const searcher = connect(url, value);
    expect((await searcher.collections(name).documents().search({ q: "*", query_by: "title" })).found).toBe(6);
    expect((await failure(searcher.collections(name).documents("blg_1").delete())).httpStatus).toBe(401);
    expect(
      (await failure(searcher.collections(`${name}_other`).documents().search({ q: "*", query_by: "title" })))
        .httpStatus,
    ).toBe(401);
    const inAMinute = Math.floor(Date.now() / 1_000) + 60;
    const scoped = client
      .keys()
      .generateScopedSearchKey(value, { filter_by: "tenantId:=ten_1", expires_at: inAMinute });
    const limited = await connect(url, scoped)
      .collections(name)
      .documents()
      .search({ q: "*", query_by: "title", filter_by: "words:>100 || words:>0", facet_by: "tenantId" });
    expect(limited.facet_counts?.[0]?.counts).toMatchObject([{ value: "ten_1", count: 3 }]);
    const expired = client
      .keys()
      .generateScopedSearchKey(value, { filter_by: "tenantId:=ten_1", expires_at: inAMinute - 120 });
    expect(
      (await failure(connect(url, expired).collections(name).documents().search({ q: "*", query_by: "title" })))
        .httpStatus,
    ).toBe(401);
    expect((await client.keys().retrieve()).keys.find((listed) => listed.id === key.id)).not.toHaveProperty("value");
    await client.keys(key.id).delete();
    expect(
      (await failure(searcher.collections(name).documents().search({ q: "*", query_by: "title" }))).httpStatus,
    ).toBe(401);
  });
});

describe.runIf(!given)("the emulator", () => {
  test("keeps what it answered through kill -9 and a torn last record", async () => {
    const dataDir = tempDir();
    const first = await spawnEmulator("typesense", dataDir, { TYPESENSE_API_KEY: apiKey });
    const writer = connect(first.url);
    await create("kept", writer);
    await writer.collections<Blog>("kept").documents().import(blogs);
    await writer.collections("kept").documents("blg_6").delete();
    await writer.aliases().upsert("live", { collection_name: "kept" });
    const key = await writer.keys().create({ description: "s", actions: ["documents:search"], collections: ["live"] });
    await first.end("SIGKILL");
    tearTail(join(dataDir, "typesense.journal"));

    const second = await spawnEmulator("typesense", dataDir, { TYPESENSE_API_KEY: apiKey });
    const found = await connect(second.url, key.value)
      .collections<Blog>("live")
      .documents()
      .search({ q: "search", query_by: "title" });
    expect(found.hits?.map((hit) => hit.document)).toEqual([blogs[2]]);
    expect(await second.end("SIGTERM")).toBe(0);
  });

  test("says in one sentence that its port is taken", async () => {
    const { code, stderr } = await startOnTakenPort("typesense");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^typesense cannot start: port \d+ on 127\.0\.0\.1 is already in use\.\n$/);
  });
});
