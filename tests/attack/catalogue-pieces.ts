import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const all: Mark[] = [...agency, "TA", "CA", "TM"];
const reworded = () => ({ content: {}, version: 1 });
const post = { params: { id: "blogPost" } } as const;

const edited = [
  ["landing-pages", "landingPage"],
  ["newsletters", "newsletter"],
  ["ad-copies", "adCopy"],
  ["social-posts", "socialPost"],
  ["gbp-posts", "gbpPost"],
] as const;
const versioned = Object.fromEntries(
  edited.flatMap(([path, id]): [string, Expectation][] => [
    [`GET /tenant/v1/${path}/{id}/versions`, { may: all, params: { id } }],
    [`GET /tenant/v1/${path}/{id}/diff`, { may: all, params: { id }, query: () => "from=1&to=1" }],
  ]),
);

/** The routes of pages, newsletters, ads and what is made of texts. */
export const pieceExpectations: Record<string, Expectation> = {
  ...versioned,
  "PATCH /tenant/v1/landing-pages/{id}": { may: agency, params: { id: "landingPage" }, body: reworded },
  "PATCH /tenant/v1/newsletters/{id}": { may: agency, params: { id: "newsletter" }, body: reworded },
  "PATCH /tenant/v1/ad-copies/{id}": { may: agency, params: { id: "adCopy" }, body: reworded },
  "PATCH /tenant/v1/gbp-posts/{id}": {
    may: agency,
    params: { id: "gbpPost" },
    body: () => ({ bodyText: "Only its owners may word this. ".repeat(5), version: 1 }),
  },
  "PATCH /tenant/v1/social-posts/{id}": { may: agency, params: { id: "socialPost" }, body: () => ({ version: 1 }) },
  "GET /tenant/v1/landing-pages": { may: all },
  "GET /tenant/v1/landing-pages/{id}": { may: all, params: { id: "landingPage" } },
  "GET /tenant/v1/newsletters": { may: all },
  "GET /tenant/v1/newsletters/{id}": { may: all, params: { id: "newsletter" } },
  "GET /tenant/v1/ad-copies": { may: all },
  "GET /tenant/v1/ad-copies/{id}": { may: all, params: { id: "adCopy" } },
  "POST /tenant/v1/repurpose": {
    may: [...agency, "TA"],
    body: (_, { blogPost }) => ({
      ...{ sourceType: "blog_post", sourceId: blogPost },
      targets: [{ type: "email_newsletter" }],
    }),
  },
  "GET /tenant/v1/repurpose": {
    may: all,
    query: ({ blogPost }) => `sourceType=blog_post&sourceId=${blogPost}`,
  },
  "GET /tenant/v1/repurpose/{id}": { may: all, params: { id: "repurposeBatch" } },
  "POST /tenant/v1/blog-posts/{id}/assist": {
    may: [...agency, "TA", "TM"],
    ...post,
    body: () => ({ action: "shorten", instruction: "Make it shorter." }),
  },
  "GET /tenant/v1/blog-posts/{id}/suggestions": { may: all, ...post },
};
