import type * as z from "zod";
import { fn } from "#core/fn.ts";
import { current, tenant } from "#platform/actor.ts";
import type { Found, Question } from "#platform/search.ts";
import * as engine from "#platform/search.ts";
import { AppError } from "#schema/errors.ts";
import type { SearchableCollection, SearchResult, SourcedCollection } from "#schema/search.ts";
import { SearchInput } from "#schema/search.ts";
import type { SearchDocument, StoredDocument } from "#schema/search-collections.ts";
import { hits } from "./hits.ts";
import { documentsOf } from "./sources/index.ts";

export { markAll } from "./marks.ts";
export { isThereAnything, rebuild } from "./rebuild.ts";

/** What the members and the agency of a workspace search in. */
const ofWorkspace: readonly SearchableCollection[] = ["blogs", "activities", "reports"];
/** What super admins search in, over all tenants. */
const ofPlatform: readonly SearchableCollection[] = ["tenants"];

/** Brings the index in step with a row of the tenant at work: present is stored, deleted or gone is removed. */
export async function sync(collection: SourcedCollection, entityId: string): Promise<void> {
  const [document] = await documentsOf(collection, { ids: [entityId] });
  if (document) return engine.upsert(collection, document);
  return engine.remove(collection, entityId);
}

/** Searches the tenant at work; hits lead to the screens of the caller's own portal. Throws `server.unavailable` when the engine is down. */
export const find = fn(SearchInput, async (input): Promise<SearchResult> => {
  tenant();
  return answer(input, ofWorkspace, engine.find);
});

/** Searches the tenants themselves; for super admins alone. Throws like `find`. */
export const findAcross = fn(SearchInput, async (input): Promise<SearchResult> => {
  if (current().kind !== "admin") throw new AppError("auth.forbidden", "Only super admins search all tenants.");
  return answer(input, ofPlatform, engine.findAcross);
});

async function answer(
  input: z.output<typeof SearchInput>,
  open: readonly SearchableCollection[],
  ask: (questions: Question[]) => Promise<Found[]>,
): Promise<SearchResult> {
  const startedMs = Date.now();
  const names = [...new Set(input.collections ?? open)];
  const closed = names.find((name) => !open.includes(name));
  if (closed)
    throw new AppError("request.validation_failed", `${closed} is not searched here; choose of ${open.join(", ")}.`, {
      fields: [{ path: "collections", rule: "enum", message: `choose of ${open.join(", ")}` }],
    });
  const questions = names.map((collection) => ({
    collection,
    q: input.q,
    perPage: input.perCollection,
    page: input.page,
    status: input.filters?.status,
  }));
  const found = await ask(questions).catch((cause: unknown) => {
    throw new AppError("server.unavailable", "Search does not answer just now. Try again in a moment.", { cause });
  });
  const groups = names.map((collection, index) => ({
    collection,
    found: found[index]?.found ?? 0,
    hits: (found[index]?.hits ?? []).map(({ document, highlights }) => ({
      ...shown(collection, document),
      highlights,
    })),
  }));
  return { groups, tookMs: Date.now() - startedMs };
}

// The engine answers a question about a collection with documents of that collection.
function shown<C extends SearchableCollection>(collection: C, document: StoredDocument) {
  return hits[collection](document as SearchDocument<C>);
}
