import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { switchAds } from "#core/ad-copy/switch.ts";
import * as Budget from "#core/campaign/budget.ts";
import * as Link from "#core/campaign/link.ts";
import * as Optimise from "#core/campaign/optimise.ts";
import * as Propose from "#core/campaign/propose.ts";
import * as Recommend from "#core/campaign/recommend.ts";
import * as Results from "#core/campaign/results.ts";
import * as Spend from "#core/campaign/spend.ts";
import * as Terms from "#core/campaign/terms.ts";
import {
  BudgetWish,
  CampaignResults,
  ExternalLink,
  MeasuredThing,
  OptimiserOrder,
  RecommendationBatch,
  RecommendationVerb,
  ResultsQuery,
  SearchTerm,
  SwitchAds,
  TermDecision,
  TermFilter,
} from "#schema/campaign-results.ts";
import { id } from "#schema/ids.ts";
import { Page } from "#schema/page.ts";
import { accepts, answers, body, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["campaigns"];
const batchMade = z.object({ batchId: id("recommendationBatch") });
const withPart = { params: z.object({ ...withId.params.shape, partId: z.string().min(1).max(60) }) } as const;

export const campaignResults = router()
  .openapi(
    createRoute({
      method: "post",
      path: "/campaigns/{id}/link-external",
      tags,
      summary: "Link a campaign of a platform",
      request: { ...withId, ...body(ExternalLink) },
      responses: nothing,
    }),
    async (c) => {
      await Link.link(c.req.valid("param").id, c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/campaigns/{id}/budget",
      tags,
      summary: "Put another budget up for approval",
      request: { ...withId, ...body(BudgetWish) },
      responses: accepts(batchMade),
    }),
    async (c) => c.json({ batchId: await Budget.wish(c.req.valid("param").id, c.req.valid("json")) }, 202),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/campaigns/{id}/metrics/sync",
      tags,
      summary: "Read what the platforms have charged",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Spend.sync(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/campaigns/{id}/search-terms",
      tags,
      summary: "What people typed, with verdicts",
      request: { ...withId, query: TermFilter },
      responses: answers(Page(SearchTerm)),
    }),
    async (c) => c.json(await Terms.list(c.req.valid("param").id, c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/campaigns/{id}/search-terms/classify",
      tags,
      summary: "Have search terms read and judged",
      request: withId,
      responses: accepts(z.object({ ordered: z.literal(true) })),
    }),
    async (c) => {
      await Terms.classify(c.req.valid("param").id);
      return c.json({ ordered: true as const }, 202);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/campaigns/{id}/search-terms/push",
      tags,
      summary: "Put decided search terms up for approval",
      request: withId,
      responses: accepts(batchMade),
    }),
    async (c) => c.json({ batchId: await Propose.pushTerms(c.req.valid("param").id) }, 202),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/optimisations/{id}/undo",
      tags,
      summary: "Put up for approval that changes are taken back",
      request: withId,
      responses: accepts(batchMade),
    }),
    async (c) => c.json({ batchId: await Propose.undo(c.req.valid("param").id) }, 202),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/ad-copies/{id}/optimisations",
      tags,
      summary: "Changes of ads, batch by batch",
      request: withId,
      responses: answers(Items(RecommendationBatch)),
    }),
    async (c) => c.json({ items: await Recommend.list("adCopyId", c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/ad-copies/{id}/switch",
      tags,
      summary: "Put up for approval that ads run or rest",
      request: { ...withId, ...body(SwitchAds) },
      responses: accepts(batchMade),
    }),
    async (c) => c.json({ batchId: await switchAds(c.req.valid("param").id, c.req.valid("json")) }, 202),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/campaigns/{id}/search-terms/{partId}",
      tags,
      summary: "Decide a search term",
      request: { ...withPart, ...body(TermDecision) },
      responses: answers(SearchTerm),
    }),
    async (c) => {
      const { id: campaignId, partId } = c.req.valid("param");
      return c.json(await Terms.decide(campaignId, partId, c.req.valid("json")), 200);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/campaigns/{id}/results",
      tags,
      summary: "What each thing of a campaign reached lately",
      request: { ...withId, query: ResultsQuery },
      responses: answers(Items(MeasuredThing)),
    }),
    async (c) => c.json({ items: await Results.read(c.req.valid("param").id, c.req.valid("query").days) }, 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/campaigns/{id}/results",
      tags,
      summary: "Bring results that no platform tells",
      request: { ...withId, ...body(CampaignResults) },
      responses: nothing,
    }),
    async (c) => {
      await Results.record(c.req.valid("param").id, c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/campaigns/{id}/optimisations",
      tags,
      summary: "Proposed changes, batch by batch",
      request: withId,
      responses: answers(Items(RecommendationBatch)),
    }),
    async (c) => c.json({ items: await Recommend.list("campaignId", c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/campaigns/{id}/optimisations/run",
      tags,
      summary: "Have changes looked for",
      request: { ...withId, ...body(OptimiserOrder) },
      responses: accepts(batchMade),
    }),
    async (c) => c.json({ batchId: await Optimise.run(c.req.valid("param").id, c.req.valid("json")) }, 202),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/campaigns/{id}/optimisations/{partId}",
      tags,
      summary: "Leave a change out, take it back in, or say that a person made it",
      request: { ...withPart, ...body(RecommendationVerb) },
      responses: nothing,
    }),
    async (c) => {
      const { id: campaignId, partId } = c.req.valid("param");
      const { verb } = c.req.valid("json");
      if (verb === "done") await Recommend.done(campaignId, partId);
      else await Recommend.keepOrDrop(campaignId, partId, verb);
      return c.body(null, 204);
    },
  );
