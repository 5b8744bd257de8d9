import { Client } from "typesense";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Service } from "#localstack/services/serve.ts";
import { startTypesense } from "#localstack/services/typesense.ts";
import { suiteDir } from "./emulator.ts";

/** Address of a real server to test instead of the emulator. */
export const given = process.env["CONTRACT_TYPESENSE_URL"];
export const apiKey = process.env["TYPESENSE_API_KEY"] ?? "contract-key";
let service: Service | undefined;
export let url: string;
export let client: Client;
/** A fresh collection with `blogs` in it for each test. */
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

beforeEach(async () => {
  name = `blogs_${process.pid}_${count++}`;
  await create(name);
  await client.collections<Blog>(name).documents().import(blogs, { action: "create" });
  return async () => {
    await client.collections(name).delete();
  };
});

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
