import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const leaders: Mark[] = [...agency, "TA"];
const all: Mark[] = [...leaders, "CA", "TM"];
const callers: Mark[] = [...leaders, "TM"];
const noWay = {
  may: "public",
  params: { token: { literal: "ten_01J00000000000000000000000.nwr_1.nothing" } },
} as const;
const nothing = () => ({});

/** The routes that send what was approved. */
export const publishingExpectations: Record<string, Expectation> = {
  "POST /tenant/v1/social-posts/{id}/schedule": { may: leaders, params: { id: "socialPost" }, body: nothing },
  "POST /tenant/v1/social-posts/{id}/unschedule": { may: leaders, params: { id: "socialPost" } },
  "GET /tenant/v1/gbp-posts": { may: all },
  "GET /tenant/v1/gbp-posts/{id}": { may: all, params: { id: "gbpPost" } },
  "POST /tenant/v1/gbp-posts/{id}/publish": { may: leaders, params: { id: "gbpPost" }, body: nothing },
  "POST /tenant/v1/gbp-posts/{id}/unschedule": { may: leaders, params: { id: "gbpPost" } },
  "POST /tenant/v1/newsletters/{id}/send": { may: leaders, params: { id: "newsletter" }, body: nothing },
  "POST /tenant/v1/newsletters/{id}/resend": { may: leaders, params: { id: "newsletter" }, body: nothing },
  "GET /tenant/v1/newsletters/{id}/recipients": { may: callers, params: { id: "newsletter" } },
  "GET /tenant/v1/newsletters/{id}/sending": { may: callers, params: { id: "newsletter" } },
  "PUT /tenant/v1/newsletters/{id}/audience": {
    may: leaders,
    params: { id: "newsletter" },
    body: () => ({ audience: "customers" }),
  },
  "POST /tenant/v1/newsletters/{id}/test": { may: leaders, params: { id: "newsletter" } },
  "POST /tenant/v1/newsletters/{id}/unschedule": { may: leaders, params: { id: "newsletter" } },
  "POST /tenant/v1/lead-emails/{id}/send": { may: leaders, params: { id: "leadEmail" }, body: nothing },
  "POST /tenant/v1/campaign-emails/{id}/send": { may: leaders, params: { id: "campaignEmail" }, body: nothing },
  "POST /client/v1/mail-events": { may: "public" },
  "POST /client/v1/mail-answers": { may: "public" },
  "GET /client/v1/unsubscribe/{token}": noWay,
  "POST /client/v1/unsubscribe/{token}": noWay,
  "POST /tenant/v1/ad-copies/{id}/push": { may: leaders, params: { id: "adCopy" }, body: nothing },
  "POST /tenant/v1/landing-pages/{id}/publish": { may: leaders, params: { id: "landingPage" }, body: nothing },
  "POST /tenant/v1/code-changes/{id}/propose": { may: leaders, params: { id: "codeChange" }, body: nothing },
  "POST /tenant/v1/optimisations/{id}/apply": { may: leaders, params: { id: "recommendationBatch" }, body: nothing },
  "POST /tenant/v1/optimisations/{id}/undo": { may: agency, params: { id: "recommendationBatch" } },
  "GET /tenant/v1/ad-copies/{id}/optimisations": { may: all, params: { id: "adCopy" } },
  "POST /tenant/v1/ad-copies/{id}/switch": {
    may: leaders,
    params: { id: "adCopy" },
    body: () => ({ running: true, dailyBudget: 5 }),
  },
  "POST /tenant/v1/review-responses/{id}/post": { may: leaders, params: { id: "reviewResponse" }, body: nothing },
  "POST /tenant/v1/publish-attempts/{id}/republish": { may: agency, params: { id: "publishAttempt" }, body: nothing },
};
