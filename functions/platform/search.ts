import { Errors } from "typesense";
import type { Collection } from "#schema/search.ts";
import { collections } from "#schema/search.ts";
import { tenant } from "./actor.ts";
import { administrator, inTenant, prepareKey } from "./search-client.ts";

export interface SearchDocument {
  id: string;
  tenantId: string;
  updatedAt: number;
  [field: string]: string | number | boolean | string[] | undefined;
}

export interface Found {
  found: number;
  hits: { document: SearchDocument; highlights: string[] }[];
}

/** Creates the collections that are missing, each behind an alias, so that a rebuild can swap without a gap. */
export async function prepare(): Promise<void> {
  await prepareKey();
  for (const [name, definition] of Object.entries(collections)) {
    const exists = await administrator()
      .aliases(name)
      .retrieve()
      .then(
        () => true,
        () => false,
      );
    if (exists) continue;
    const physical = `${name}_1`;
    const fields = definition.fields.map((field) => ({ ...field }));
    await administrator()
      .collections()
      .create({ name: physical, fields, default_sorting_field: definition.defaultSort })
      .catch((error: unknown) => {
        if (!(error instanceof Errors.ObjectAlreadyExists)) throw error;
      });
    await administrator().aliases().upsert(name, { collection_name: physical });
  }
}

/** Stores a document of the actor's tenant; an older `updatedAt` never overwrites a newer one. */
export async function upsert(collection: Collection, document: SearchDocument): Promise<void> {
  if (document.tenantId !== tenant()) throw new Error("A search document must belong to the tenant at work.");
  const documents = administrator().collections<SearchDocument>(collection).documents();
  const known = await administrator()
    .collections<SearchDocument>(collection)
    .documents(document.id)
    .retrieve()
    .catch(notThere);
  if (known && known.updatedAt > document.updatedAt) return;
  await documents.upsert(document);
}

/** Removes a document of the actor's tenant; no error when it is gone. */
export async function remove(collection: Collection, id: string): Promise<void> {
  await administrator()
    .collections(collection)
    .documents()
    .delete({ filter_by: `tenantId:=${tenant()} && id:=${id}` });
}

/** Searches one collection inside the actor's tenant: with a key that holds the tenant, and each hit is checked again. */
export async function find(
  collection: Collection,
  q: string,
  options: { perPage: number; page: number; status?: string[] },
): Promise<Found> {
  const { searched, weights } = collections[collection];
  const status = options.status?.length
    ? { filter_by: `status:=[${options.status.map((value) => `\`${value.replaceAll("`", "")}\``).join(",")}]` }
    : {};
  const result = await inTenant(tenant())
    .collections<SearchDocument>(collection)
    .documents()
    .search({
      q,
      query_by: searched.join(","),
      query_by_weights: weights.join(","),
      ...status,
      sort_by: "_text_match:desc,updatedAt:desc",
      per_page: options.perPage,
      page: options.page,
      num_typos: "2",
      min_len_1typo: 4,
      min_len_2typo: 8,
      highlight_full_fields: "title",
    });
  const hits = (result.hits ?? []).map((hit) => ({
    document: hit.document,
    highlights: (hit.highlights ?? []).flatMap((highlight) => highlight.snippet ?? []),
  }));
  return { found: result.found, hits: hits.filter((hit) => hit.document.tenantId === tenant()) };
}

/** True when the search engine answers. */
export async function reachable(): Promise<boolean> {
  return (await administrator().health.retrieve()).ok;
}

function notThere(error: unknown): undefined {
  if (error instanceof Errors.ObjectNotFound) return undefined;
  throw error;
}
