import { createRoute, z } from "@hono/zod-openapi";
import * as Month from "#core/month/read.ts";
import * as Steer from "#core/month/steer.ts";
import { DryRun, MonthGraph, Month as MonthItem } from "#schema/month.ts";
import { answers, body, Items, router, withId } from "../edge/router.ts";

const tags = ["planning"];
const OfMonth = z.strictObject({
  month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "must be a month such as 2026-12"),
});
const Reason = z.strictObject({ reason: z.string().trim().max(500).optional() });

export const months = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/months",
      tags,
      summary: "Months that were planned",
      responses: answers(Items(MonthItem)),
    }),
    async (c) => c.json({ items: await Month.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/months/dry-run",
      tags,
      summary: "What a month would bring",
      request: { query: OfMonth },
      responses: answers(DryRun),
    }),
    async (c) => c.json(await Steer.dryRun(c.req.valid("query").month), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/months/{id}",
      tags,
      summary: "A month: its work, and what waits for what",
      request: withId,
      responses: answers(MonthGraph),
    }),
    async (c) => c.json(await Month.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/months",
      tags,
      summary: "Plan a month",
      request: body(OfMonth),
      responses: answers(Items(MonthItem)),
    }),
    async (c) => {
      await Steer.plan(c.req.valid("json").month);
      return c.json({ items: await Month.list() }, 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/months/{id}/pause",
      tags,
      summary: "Hold back what has not begun",
      request: withId,
      responses: answers(MonthGraph),
    }),
    async (c) => c.json(await Steer.pause(c.req.valid("param").id, true), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/months/{id}/resume",
      tags,
      summary: "Let a month go on",
      request: withId,
      responses: answers(MonthGraph),
    }),
    async (c) => c.json(await Steer.pause(c.req.valid("param").id, false), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/months/{id}/cancel",
      tags,
      summary: "Give a month up",
      request: { ...withId, ...body(Reason) },
      responses: answers(MonthGraph),
    }),
    async (c) => c.json(await Steer.cancel(c.req.valid("param").id, c.req.valid("json").reason), 200),
  );
