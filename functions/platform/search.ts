import { createHmac } from "node:crypto";
import { Client, Errors } from "typesense";
import type { Collection, StoredDocument } from "#schema/search-collections.ts";
import { collections, defaultSort } from "#schema/search-collections.ts";
import { tenant } from "./actor.ts";
import { config } from "./config.ts";

const made = new Map<string, Client>();

/** The client of the server's own key, which may do everything. */
export function administrator(): Client {
  const key = config("TYPESENSE_API_KEY");
  const known = made.get(key) ?? connect(key);
  made.set(key, known);
  return known;
}

function connect(apiKey: string): Client {
  const url = new URL(config("TYPESENSE_URL"));
  return new Client({
    nodes: [
      {
        host: url.hostname,
        port: Number(url.port || (url.protocol === "https:" ? 443 : 80)),
        protocol: url.protocol.replace(":", ""),
      },
    ],
    apiKey,
    connectionTimeoutSeconds: 3,
    numRetries: 1,
    retryIntervalSeconds: 0.1,
    logLevel: "silent",
  });
}

/**
 * The key that may only search. It follows from the server's own, so that it is the same in every process; the engine takes a
 * key of more than 32 characters for a scoped one.
 */
function searchKey(): string {
  return createHmac("sha256", config("TYPESENSE_API_KEY")).update("search only").digest("base64url").slice(0, 32);
}

/** Makes the key that may only search, where it is missing. */
export async function prepareKey(): Promise<void> {
  await administrator()
    .keys()
    .create({ description: "searches", actions: ["documents:search"], collections: [".*"], value: searchKey() })
    .catch((error: unknown) => {
      if (!(error instanceof Errors.ObjectAlreadyExists)) throw error;
    });
}

/** Stores a document of the actor's tenant; an older `updatedAt` never overwrites a newer one. */
export async function upsert(collection: Collection, document: StoredDocument): Promise<void> {
  if (document.tenantId !== tenant()) throw new Error("A search document must belong to the tenant at work.");
  const known = await administrator()
    .collections<StoredDocument>(collection)
    .documents(document.id)
    .retrieve()
    .catch(notThere);
  if (known && known.tenantId !== document.tenantId) throw new Error(`${document.id} belongs to another tenant.`);
  if (known && known.updatedAt > document.updatedAt) return;
  await administrator().collections<StoredDocument>(collection).documents().upsert(document);
}

/** Removes a document of the actor's tenant; no error when it is gone. */
export async function remove(collection: Collection, id: string): Promise<void> {
  await administrator()
    .collections(collection)
    .documents()
    .delete({ filter_by: `tenantId:=${tenant()} && id:=${id}` });
}

export interface Question {
  collection: Collection;
  q: string;
  perPage: number;
  page: number;
  status?: readonly string[] | undefined;
}

export interface Found {
  found: number;
  hits: { document: StoredDocument; highlights: string[] }[];
}

const ownTenant = () => `tenantId:=${tenant()}`;

/** A client that can do nothing but search, and that in the actor's tenant alone: the engine itself holds its key to that. */
export function searcher(): Client {
  const key = administrator().keys().generateScopedSearchKey(searchKey(), { filter_by: ownTenant() });
  return connect(key);
}

/** Answers questions inside the actor's tenant, in one round trip and in their order; each hit is looked at again. */
export async function find(questions: readonly Question[]): Promise<Found[]> {
  const answers = await ask(searcher(), questions, ownTenant());
  return answers.map(({ found, hits }) => ({
    found,
    hits: hits.filter(({ document }) => document.tenantId === tenant()),
  }));
}

/** Answers questions over all tenants: for super admins alone. */
export function findAcross(questions: readonly Question[]): Promise<Found[]> {
  return ask(connect(searchKey()), questions, "");
}

async function ask(client: Client, questions: readonly Question[], filter: string): Promise<Found[]> {
  const searches = questions.map((question) => asked(question, filter));
  const { results } = await client.multiSearch.perform<StoredDocument[]>({ searches }, {});
  return results.map((result) => {
    const { error }: { error?: unknown } = result;
    if (error) throw new Error(`The search engine refused a question: ${String(error)}`);
    const hits = (result.hits ?? []).map((hit) => ({
      document: hit.document,
      highlights: (hit.highlights ?? []).flatMap((highlight) => highlight.snippet ?? []),
    }));
    return { found: result.found, hits };
  });
}

function asked({ collection, q, perPage, page, status }: Question, tenantFilter: string) {
  const { fields, searched } = collections[collection];
  const names = Object.keys(searched);
  const infix = names.map((name) =>
    "infix" in fields[name as keyof typeof fields] ? ("fallback" as const) : ("off" as const),
  );
  const states = status?.length
    ? `status:=[${status.map((value) => `\`${value.replaceAll("`", "")}\``).join(",")}]`
    : "";
  const filter = [tenantFilter, states].filter(Boolean).join(" && ");
  return {
    collection,
    q,
    query_by: names.join(","),
    query_by_weights: Object.values(searched).join(","),
    infix,
    ...(filter ? { filter_by: filter } : {}),
    sort_by: `_text_match:desc,${defaultSort}:desc`,
    per_page: perPage,
    page,
    num_typos: "2",
    min_len_1typo: 4,
    min_len_2typo: 8,
    highlight_full_fields: names.filter((_, index) => infix[index] === "fallback").join(","),
  };
}

/** True when the search engine answers. */
export async function reachable(): Promise<boolean> {
  return (await administrator().health.retrieve()).ok;
}

/** For `catch`: a thing that is not there is undefined, anything else is thrown on. */
export function notThere(error: unknown): undefined {
  if (error instanceof Errors.ObjectNotFound) return undefined;
  throw error;
}
