import type { z } from "zod";
import { fn } from "#core/fn.ts";
import { isAgency, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { Found, SearchDocument } from "#platform/search.ts";
import * as engine from "#platform/search.ts";
import { AppError } from "#schema/errors.ts";
import type { Collection, SearchHit, SearchResult } from "#schema/search.ts";
import { collections, SearchInput } from "#schema/search.ts";

export * as Search from "./index.ts";

/** How a collection's rows become documents, and its documents hits. */
interface Indexed {
  document(id: string): Promise<SearchDocument | undefined>;
  hit(document: SearchDocument): Omit<SearchHit, "highlights">;
}

const indexed: Record<Collection, Indexed> = { blogs: { document: blogDocument, hit: blogHit } };

/** Brings the index in step with a row of the tenant at work: present is stored, deleted or gone is removed. */
export async function sync(collection: Collection, entityId: string): Promise<void> {
  const document = await indexed[collection].document(entityId);
  if (document) return engine.upsert(collection, document);
  return engine.remove(collection, entityId);
}

/** Searches the tenant at work; hits lead to the screens of the caller's own portal. Throws `server.unavailable` when the engine is down. */
export const find = fn(SearchInput, async (input): Promise<SearchResult> => {
  tenant();
  const startedMs = Date.now();
  const names = input.collections ?? (Object.keys(collections) as Collection[]);
  const groups = await Promise.all(
    [...new Set(names)].map(async (collection) => {
      const { found, hits } = await ask(collection, input);
      return {
        collection,
        found,
        hits: hits.map(({ document, highlights }) => ({ ...indexed[collection].hit(document), highlights })),
      };
    }),
  );
  return { groups, tookMs: Date.now() - startedMs };
});

async function ask(collection: Collection, input: z.output<typeof SearchInput>): Promise<Found> {
  const status = input.filters?.status;
  const options = { perPage: input.perCollection, page: input.page, ...(status ? { status } : {}) };
  try {
    return await engine.find(collection, input.q, options);
  } catch (cause) {
    throw new AppError("server.unavailable", "Search does not answer just now. Try again in a moment.", { cause });
  }
}

async function blogDocument(id: string): Promise<SearchDocument | undefined> {
  return await transaction(async (tx) => {
    const row = await tx
      .selectFrom("blogPosts")
      .select(["id", "title", "slug", "metaDescription", "targetKeyword", "excerpt", "status"])
      .select(["publishedAt", "createdAt", "updatedAt"])
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (!row) return undefined;
    const latest = await tx
      .selectFrom("contentVersions")
      .select("authorKind")
      .where("tenantId", "=", tenant())
      .where("subjectType", "=", "blog_post")
      .where("subjectId", "=", id)
      .orderBy("version", "desc")
      .limit(1)
      .executeTakeFirst();
    const { excerpt, publishedAt, createdAt, updatedAt, ...text } = row;
    return {
      ...text,
      tenantId: tenant(),
      authorKind: latest?.authorKind ?? "agent",
      ...(excerpt ? { excerpt } : {}),
      ...(publishedAt ? { publishedAt: publishedAt.getTime() } : {}),
      createdAt: createdAt.getTime(),
      updatedAt: updatedAt.getTime(),
    };
  });
}

function blogHit(document: SearchDocument): Omit<SearchHit, "highlights"> {
  const prefix = isAgency() ? `/t/${document.tenantId}` : "";
  return {
    id: document.id,
    title: String(document["title"] ?? ""),
    subtitle: String(document["targetKeyword"] ?? ""),
    status: String(document["status"] ?? ""),
    url: `${prefix}/content/blog/${document.id}`,
  };
}
