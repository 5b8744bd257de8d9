import { Client } from "typesense";
import { afterAll, beforeAll, beforeEach, onTestFinished } from "vitest";
import type { Service } from "#localstack/services/serve.ts";
import { startTypesense } from "#localstack/services/typesense.ts";
import { suiteDir } from "./emulator.ts";

/** Address of a real server to test instead of the emulator. */
export const given = process.env["CONTRACT_TYPESENSE_URL"];
export const apiKey = process.env["TYPESENSE_API_KEY"] ?? "contract-key";
let service: Service | undefined;
export let url: string;
export let client: Client;
/** The collection with `blogs` in it. */
export let name: string;
let count = 0;

export interface Blog {
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

export function connect(to: string, key = apiKey): Client {
  const { hostname, port, protocol } = new URL(to);
  return new Client({
    nodes: [{ host: hostname, port: Number(port), protocol: protocol.replace(":", "") }],
    apiKey: key,
    connectionTimeoutSeconds: 5,
    numRetries: 0,
  });
}

export function blog(id: number, title: string, more: Partial<Blog> = {}): Blog {
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

export const blogs = [
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

/** Makes `name` a fresh collection of `blogs` for each test of a file. */
export function blogsForEachTest(): void {
  beforeEach(async () => {
    name = `blogs_${process.pid}_${count++}`;
    await create(name);
    await client.collections<Blog>(name).documents().import(blogs, { action: "create" });
    return async () => {
      await client.collections(name).delete();
    };
  });
}

/** Documents that a whole file reads and none of its tests changes. Answers the collection's name. */
export function docsForAllTests(fields: object[], docs: object[], more: object = {}): string {
  const collection = `shared_${process.pid}_${count++}`;
  beforeAll(async () => {
    await client.collections().create({ name: collection, fields: fields as never, ...more });
    await client
      .collections(collection)
      .documents()
      .import(docs as never);
  });
  afterAll(async () => {
    await client.collections(collection).delete();
  });
  return collection;
}

export async function create(collection: string, on = client): Promise<void> {
  await on.collections().create({ name: collection, fields: [...fields], default_sorting_field: "updatedAt" });
}

export async function ids(q: string, more: object = {}): Promise<string[]> {
  const found = await client
    .collections<Blog>(name)
    .documents()
    .search({ q, query_by: "title,excerpt", ...more });
  return (found.hits ?? []).map((hit) => hit.document.id.replace("blg_", ""));
}

/** What a server says to a request it refuses. */
export async function refusal(work: Promise<unknown>): Promise<[number | undefined, string]> {
  const { httpStatus, message } = await failure(work);
  return [httpStatus, message.replace(/^.*Server said: /s, "")];
}

/** A request without the client, for what the client does not send. */
export async function raw(
  method: string,
  path: string,
  { key = apiKey, body }: { key?: string; body?: string } = {},
): Promise<{ status: number; type: string; body: unknown }> {
  const headers = { ...(key === "" ? {} : { "x-typesense-api-key": key }), "content-type": "application/json" };
  const answer = await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await answer.text();
  const type = answer.headers.get("content-type") ?? "";
  return { status: answer.status, type, body: type.includes("json") ? (JSON.parse(text) as unknown) : text };
}

/** A collection of its own shape, dropped when the test ends. */
export async function fresh(fields: object[], more: object = {}): Promise<string> {
  const collection = `own_${process.pid}_${count++}`;
  onTestFinished(async () => {
    await client.collections(collection).delete();
  });
  await client.collections().create({ name: collection, fields: fields as never, ...more });
  return collection;
}

/** Imports documents that need not fit the schema. */
export async function importLines(lines: object[]): Promise<unknown> {
  return await client
    .collections(name)
    .documents()
    .import(lines as Record<string, string>[], { action: "create" });
}

export async function failure(work: Promise<unknown>): Promise<{ httpStatus?: number; message: string; name: string }> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error("expected a failure");
  return error as { httpStatus?: number; message: string; name: string };
}
