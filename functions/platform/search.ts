import type { Client } from "typesense";
import type { Collection, StoredDocument } from "#schema/search-collections.ts";
import { collections, defaultSort } from "#schema/search-collections.ts";
import { tenant } from "./actor.ts";
import { acrossTenants, administrator, inTenant, notThere } from "./search-client.ts";

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

/** Answers questions inside the actor's tenant, in one round trip and in their order; each hit is looked at again. */
export async function find(questions: readonly Question[]): Promise<Found[]> {
  const answers = await ask(inTenant(tenant()), questions);
  return answers.map(({ found, hits }) => ({
    found,
    hits: hits.filter(({ document }) => document.tenantId === tenant()),
  }));
}

/** Answers questions over all tenants: for super admins alone. */
export function findAcross(questions: readonly Question[]): Promise<Found[]> {
  return ask(acrossTenants(), questions);
}

async function ask(client: Client, questions: readonly Question[]): Promise<Found[]> {
  const { results } = await client.multiSearch.perform<StoredDocument[]>({ searches: questions.map(asked) }, {});
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

function asked({ collection, q, perPage, page, status }: Question) {
  const { fields, searched } = collections[collection];
  const names = Object.keys(searched);
  const infix = names.map((name) =>
    "infix" in fields[name as keyof typeof fields] ? ("fallback" as const) : ("off" as const),
  );
  const filter = status?.length && `status:=[${status.map((value) => `\`${value.replaceAll("`", "")}\``).join(",")}]`;
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
