import { createRoute, z } from "@hono/zod-openapi";
import * as Anomaly from "#core/anomaly/index.ts";
import * as Insights from "#core/insight/index.ts";
import * as Read from "#core/insight/read.ts";
import { AnomalyAlert, AnomalyFilter, AnomalyOrder } from "#schema/anomaly.ts";
import { id } from "#schema/ids.ts";
import {
  Insight,
  InsightDetail,
  InsightFilter,
  InsightOrder,
  Recommendation,
  RecommendationFilter,
} from "#schema/insight.ts";
import { Page } from "#schema/page.ts";
import { accepts, answers, body, nothing, router, withId } from "../edge/router.ts";

const tags = ["insights"];

/** What channels' numbers mean, and what people make of the advice. */
export const insights = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/insights",
      tags,
      summary: "Analyses of channels",
      request: { query: InsightFilter },
      responses: answers(Page(Insight)),
    }),
    async (c) => c.json(await Read.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/insights/generate",
      tags,
      summary: "Analyse a channel",
      request: body(InsightOrder),
      responses: accepts(z.object({ id: id("channelInsight") })),
    }),
    async (c) => c.json({ id: await Insights.generate(c.req.valid("json")) }, 202),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/insights/{id}",
      tags,
      summary: "One analysis with its advice",
      request: withId,
      responses: answers(InsightDetail),
    }),
    async (c) => c.json(await Read.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/insights/{id}",
      tags,
      summary: "Take an analysis out of view",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Insights.remove(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/recommendations",
      tags,
      summary: "Advice of all analyses",
      request: { query: RecommendationFilter },
      responses: answers(Page(Recommendation)),
    }),
    async (c) => c.json(await Read.recommendations(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/recommendations/{id}/accept",
      tags,
      summary: "Take up advice",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Insights.accept(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/recommendations/{id}/dismiss",
      tags,
      summary: "Set advice aside",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Insights.dismiss(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/anomalies",
      tags,
      summary: "Numbers that moved further than usual",
      request: { query: AnomalyFilter },
      responses: answers(Page(AnomalyAlert)),
    }),
    async (c) => c.json(await Anomaly.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/anomalies/detect",
      tags,
      summary: "Look for unusual numbers now",
      request: body(AnomalyOrder),
      responses: accepts(z.object({ found: z.number().int() })),
    }),
    async (c) => c.json({ found: await Anomaly.request(c.req.valid("json")) }, 202),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/anomalies/{id}/acknowledge",
      tags,
      summary: "Seen",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Anomaly.acknowledge(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/anomalies/{id}/dismiss",
      tags,
      summary: "It means nothing",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Anomaly.dismiss(c.req.valid("param").id);
      return c.body(null, 204);
    },
  );
