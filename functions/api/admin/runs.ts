import { createRoute, z } from "@hono/zod-openapi";
import * as Run from "#core/run/index.ts";
import * as PlatformRuns from "#core/run/platform.ts";
import { Page } from "#schema/page.ts";
import { PlatformRun, RunFilter } from "#schema/platform-run.ts";
import { Run as RunItem, Transcript } from "#schema/run.ts";
import { answers, body, router, withId } from "../edge/router.ts";

const tags = ["runs"];
const Reason = z.strictObject({ reason: z.string().trim().min(10).max(500) });

/** Runs of all clients. */
export const runs = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/runs",
      tags,
      summary: "Runs of all clients, the newest first",
      request: { query: RunFilter },
      responses: answers(Page(PlatformRun)),
    }),
    async (c) => c.json(await PlatformRuns.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/runs/{id}",
      tags,
      summary: "One run",
      request: withId,
      responses: answers(PlatformRun),
    }),
    async (c) => c.json(await PlatformRuns.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/runs/{id}/transcript",
      tags,
      summary: "Everything of it in order",
      request: withId,
      responses: answers(Transcript),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await Run.inClient(id, () => Run.transcript(id)), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/runs/{id}/cancel",
      tags,
      summary: "Stop it at its next step, with the reason",
      request: { ...withId, ...body(Reason) },
      responses: answers(RunItem),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await Run.inClient(id, () => Run.cancel(id, c.req.valid("json").reason)), 200);
    },
  );
