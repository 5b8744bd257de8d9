import { createRoute } from "@hono/zod-openapi";
import * as Analyses from "#core/ads-analysis/index.ts";
import * as Read from "#core/ads-analysis/read.ts";
import { AdsAnalysis, AdsAnalysisDetail, AdsAnalysisOrder } from "#schema/ads-analysis.ts";
import { accepts, answers, body, Items, router, withId } from "../edge/router.ts";

const tags = ["insights"];

export const ads = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/ads-analyses",
      tags,
      summary: "Analyses of paid campaigns",
      responses: answers(Items(AdsAnalysis)),
    }),
    async (c) => c.json({ items: await Read.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/ads-analyses/{id}",
      tags,
      summary: "An analysis with what to change",
      request: withId,
      responses: answers(AdsAnalysisDetail),
    }),
    async (c) => c.json(await Read.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/ads-analyses",
      tags,
      summary: "Analyse the paid campaigns",
      request: body(AdsAnalysisOrder),
      responses: accepts(AdsAnalysisDetail),
    }),
    async (c) => c.json(await Read.get(await Analyses.request(c.req.valid("json"))), 202),
  );
