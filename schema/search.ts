import { z } from "zod";

/** The search collections that exist so far, in Typesense's own schema words. Weights belong to `searched`, in order. */
export const collections = {
  blogs: {
    fields: [
      { name: "tenantId", type: "string", facet: true },
      { name: "title", type: "string", infix: true },
      { name: "slug", type: "string" },
      { name: "metaDescription", type: "string", optional: true },
      { name: "targetKeyword", type: "string", optional: true },
      { name: "excerpt", type: "string", optional: true },
      { name: "authorKind", type: "string", facet: true },
      { name: "publishedAt", type: "int64", optional: true },
      { name: "status", type: "string", facet: true },
      { name: "createdAt", type: "int64" },
      { name: "updatedAt", type: "int64" },
    ],
    searched: ["title", "targetKeyword", "slug", "metaDescription", "excerpt"],
    weights: [10, 6, 4, 3, 1],
    defaultSort: "updatedAt",
  },
} as const;

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
]);
export type Collection = keyof typeof collections;

export const SearchInput = z.strictObject({
  q: z.string().trim().min(1).max(200),
  collections: z.array(CollectionName.extract(["blogs"])).optional(),
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
  groups: z.array(z.object({ collection: z.string(), found: z.number().int(), hits: z.array(SearchHit) })),
  tookMs: z.number().int(),
});
export type SearchResult = z.infer<typeof SearchResult>;
