import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const leaders: Mark[] = [...agency, "TA"];
const all: Mark[] = [...leaders, "CA", "TM"];
const nothing = () => ({});

/** The routes that send what was approved. */
export const publishingExpectations: Record<string, Expectation> = {
  "POST /tenant/v1/social-posts/{id}/schedule": { may: leaders, params: { id: "socialPost" }, body: nothing },
  "POST /tenant/v1/social-posts/{id}/unschedule": { may: leaders, params: { id: "socialPost" } },
  "GET /tenant/v1/gbp-posts": { may: all },
  "GET /tenant/v1/gbp-posts/{id}": { may: all, params: { id: "gbpPost" } },
  "POST /tenant/v1/gbp-posts/{id}/publish": { may: leaders, params: { id: "gbpPost" }, body: nothing },
  "POST /tenant/v1/gbp-posts/{id}/unschedule": { may: leaders, params: { id: "gbpPost" } },
  "POST /tenant/v1/ad-copies/{id}/push": { may: leaders, params: { id: "adCopy" }, body: nothing },
  "POST /tenant/v1/publish-attempts/{id}/republish": { may: agency, params: { id: "publishAttempt" }, body: nothing },
};
