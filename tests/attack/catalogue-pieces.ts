import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const all: Mark[] = [...agency, "TA", "CA", "TM"];
const post = { params: { id: "blogPost" } } as const;

/** The routes of pages, newsletters, ads and what is made of texts. */
export const pieceExpectations: Record<string, Expectation> = {
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
