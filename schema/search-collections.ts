/** A field of a search document in Typesense's own words; `facet` and `infix` as there. */
export interface SearchField {
  readonly type: "string" | "string[]" | "int32" | "int64" | "float" | "bool";
  readonly facet?: true;
  readonly infix?: true;
  readonly optional?: true;
}

interface Definition {
  readonly fields: Readonly<Record<string, SearchField>>;
  /** Fields a question is compared with, and what a match there weighs. */
  readonly searched: Readonly<Record<string, number>>;
}

const text = { type: "string" } as const;
const maybe = { type: "string", optional: true } as const;
const infix = { type: "string", infix: true } as const;
const maybeInfix = { type: "string", infix: true, optional: true } as const;
const facet = { type: "string", facet: true } as const;
const maybeFacet = { type: "string", facet: true, optional: true } as const;
const words = { type: "string[]" } as const;
const facets = { type: "string[]", facet: true } as const;
const time = { type: "int64" } as const;
const maybeTime = { type: "int64", optional: true } as const;
const count = { type: "int32" } as const;
const maybeCount = { type: "int32", optional: true } as const;

/** What every document has beside its `id`, the row's. `tenantId` is only ever filtered by, and only by the server. */
export const commonFields = { tenantId: facet, createdAt: time, updatedAt: time } as const;
/** Newest first, after how well the words match. */
export const defaultSort = "updatedAt";

/** The search collections. One document per row; what is not named here is not searched. */
export const collections = {
  blogs: {
    fields: {
      title: infix,
      slug: text,
      metaDescription: maybe,
      targetKeyword: maybe,
      excerpt: maybe,
      authorKind: facet,
      campaignId: maybeFacet,
      publishedAt: maybeTime,
      status: facet,
    },
    searched: { title: 10, targetKeyword: 6, slug: 4, metaDescription: 3, excerpt: 1 },
  },
  social_posts: {
    fields: {
      bodyText: infix,
      hook: maybe,
      hashtags: words,
      platform: facet,
      format: facet,
      scheduledAt: maybeTime,
      status: facet,
    },
    searched: { hook: 8, bodyText: 6, hashtags: 4 },
  },
  landing_pages: {
    fields: { name: infix, slug: text, headline: text, metaTitle: text, metaDescription: maybe, status: facet },
    searched: { name: 10, headline: 8, metaTitle: 5, slug: 3, metaDescription: 2 },
  },
  newsletters: {
    fields: {
      subject: infix,
      previewText: maybe,
      bodyText: text,
      audience: facet,
      sentAt: maybeTime,
      status: facet,
    },
    searched: { subject: 10, previewText: 5, bodyText: 2 },
  },
  campaigns: {
    fields: {
      name: infix,
      brief: maybe,
      type: facet,
      goal: facet,
      channels: facets,
      startsAt: maybeTime,
      status: facet,
    },
    searched: { name: 10, brief: 2 },
  },
  activities: {
    fields: {
      ref: text,
      title: infix,
      description: maybe,
      type: facet,
      doer: facet,
      assigneeId: maybeFacet,
      dueAt: maybeTime,
      status: facet,
    },
    searched: { ref: 12, title: 10, description: 2 },
  },
  deliverables: {
    fields: { title: infix, type: facet, period: facet, goalTitle: maybe, dueAt: maybeTime, status: facet },
    searched: { title: 10, goalTitle: 3 },
  },
  keywords: {
    fields: {
      keyword: infix,
      groupNames: words,
      category: maybeFacet,
      intent: maybeFacet,
      difficulty: maybeFacet,
      volume: maybeCount,
      position: { type: "float", optional: true },
      status: facet,
    },
    searched: { keyword: 10, groupNames: 4 },
  },
  backlinks: {
    fields: {
      sourceDomain: infix,
      sourceUrl: maybe,
      targetUrl: maybe,
      anchorText: maybe,
      contactName: maybe,
      sourceType: facet,
      domainRating: maybeCount,
      status: facet,
    },
    searched: { sourceDomain: 10, sourceUrl: 5, anchorText: 4, contactName: 4, targetUrl: 2 },
  },
  leads: {
    fields: {
      name: infix,
      company: maybeInfix,
      email: maybeInfix,
      phone: maybe,
      jobTitle: maybe,
      message: maybe,
      source: facet,
      band: facet,
      assigneeId: maybeFacet,
      score: count,
      visibleTo: facets,
      status: facet,
    },
    searched: { name: 10, email: 10, company: 8, phone: 8, jobTitle: 3, message: 1 },
  },
  contacts: {
    fields: {
      name: infix,
      company: maybeInfix,
      email: maybeInfix,
      phone: maybe,
      jobTitle: maybe,
      tags: facets,
      type: facet,
      subscriber: { type: "bool", facet: true },
      assigneeId: maybeFacet,
      visibleTo: facets,
    },
    searched: { name: 10, email: 10, company: 8, phone: 8, jobTitle: 3, tags: 3 },
  },
  reports: {
    fields: { label: infix, summary: maybe, period: facet, source: facet, endsAt: time, status: facet },
    searched: { label: 10, summary: 3, period: 3 },
  },
  tenants: {
    fields: {
      name: infix,
      slug: text,
      legalName: maybe,
      domain: maybe,
      ownerName: maybe,
      ownerEmail: maybe,
      plan: facet,
      industry: maybeFacet,
      status: facet,
    },
    searched: { name: 10, slug: 8, domain: 8, ownerEmail: 6, legalName: 5, ownerName: 4 },
  },
} as const satisfies Record<string, Definition>;

export type Collection = keyof typeof collections;

interface Values {
  string: string;
  "string[]": string[];
  int32: number;
  int64: number;
  float: number;
  bool: boolean;
}
type Fields<C extends Collection> = (typeof collections)[C]["fields"] & typeof commonFields;
type Needed<F> = { [N in keyof F]: F[N] extends { optional: true } ? never : N }[keyof F];
type ValueOf<F> = F extends SearchField ? Values[F["type"]] : never;

/** A document of a collection: what must be there, and what may. */
export type SearchDocument<C extends Collection> = { id: string } & {
  [N in Needed<Fields<C>>]: ValueOf<Fields<C>[N]>;
} & { [N in Exclude<keyof Fields<C>, Needed<Fields<C>>>]?: ValueOf<Fields<C>[N]> | undefined };

/** A document of whichever collection. */
export type StoredDocument = { id: string; tenantId: string; createdAt: number; updatedAt: number } & {
  [field: string]: string | string[] | number | boolean | undefined;
};
