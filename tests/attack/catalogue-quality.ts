import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const all: Mark[] = [...agency, "TA", "CA", "TM"];
const leaders: Mark[] = [...agency, "TA"];
const nothing = () => ({});
const post = { params: { id: "blogPost" } } as const;

/** The routes of audits, scores and research. */
export const qualityExpectations: Record<string, Expectation> = {
  "GET /tenant/v1/site-audits": { may: all },
  "GET /tenant/v1/site-audits/{id}": { may: all, params: { id: "siteAudit" } },
  "POST /tenant/v1/site-audits": { may: leaders, body: nothing },
  "GET /tenant/v1/blog-posts/{id}/audits": { may: all, ...post },
  "POST /tenant/v1/blog-posts/{id}/audit": { may: leaders, ...post, body: nothing },
  "GET /tenant/v1/blog-posts/{id}/score": { may: all, ...post },
  "POST /tenant/v1/blog-posts/{id}/score": { may: all, ...post, body: nothing },
  "GET /tenant/v1/backlinks": { may: all },
  "GET /tenant/v1/backlinks/{id}": { may: all, params: { id: "backlink" } },
  "GET /tenant/v1/backlinks/{id}/replies": { may: all, params: { id: "backlink" } },
  "GET /tenant/v1/campaigns/{id}/replies": { may: all, params: { id: "campaign" } },
  "POST /tenant/v1/backlinks/{id}/status": {
    may: agency,
    params: { id: "backlink" },
    body: () => ({ verb: "decline" }),
  },
  "GET /tenant/v1/campaign-emails/{id}": { may: all, params: { id: "campaignEmail" } },
  "POST /tenant/v1/backlinks/research": { may: agency, body: nothing },
  "POST /tenant/v1/keywords/research": { may: agency, body: nothing },
  "POST /tenant/v1/backlinks/match": { may: agency },
  "GET /tenant/v1/research-notes": { may: all },
  "GET /tenant/v1/research-notes/{id}": { may: all, params: { id: "researchNote" } },
  "POST /tenant/v1/research-notes/topics": { may: all, body: nothing },
};
