import * as z from "zod";
import type { Collection } from "./search-collections.ts";

export const CollectionName = z.enum([
  "blogs",
  "social_posts",
  "landing_pages",
  "newsletters",
  "campaigns",
  "activities",
  "deliverables",
  "keywords",
  "backlinks",
  "leads",
  "contacts",
  "reports",
  "tenants",
] satisfies Collection[]);

/** Collections whose rows have a table; the others stand ready and empty until theirs comes. */
export const SourcedCollection = CollectionName.exclude(["campaigns", "keywords", "backlinks", "leads", "contacts"]);
export type SourcedCollection = z.infer<typeof SourcedCollection>;

/** Collections whose things have a screen: those a question is put to. */
export const SearchableCollection = SourcedCollection.extract(["blogs", "activities", "reports", "tenants"]);
export type SearchableCollection = z.infer<typeof SearchableCollection>;

export const SearchInput = z.strictObject({
  q: z.string().trim().min(1).max(200),
  collections: z.array(SearchableCollection).optional().describe("all the caller may search, where none is named"),
  perCollection: z.number().int().min(1).max(20).default(5),
  page: z.number().int().min(1).max(10).default(1),
  filters: z.strictObject({ status: z.array(z.string().max(40)).max(12).optional() }).optional(),
});
export const SearchHit = z.object({
  id: z.string(),
  title: z.string(),
  subtitle: z.string(),
  status: z.string(),
  url: z.string(),
  highlights: z.array(z.string()),
});
export type SearchHit = z.infer<typeof SearchHit>;
export const SearchResult = z.object({
  groups: z.array(z.object({ collection: SearchableCollection, found: z.number().int(), hits: z.array(SearchHit) })),
  tookMs: z.number().int(),
});
export type SearchResult = z.infer<typeof SearchResult>;
