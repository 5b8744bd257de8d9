import { createRoute, z } from "@hono/zod-openapi";
import * as Run from "#core/run/index.ts";
import { AgentName } from "#schema/agent.ts";
import { oneOrMany, Page, PageQuery } from "#schema/page.ts";
import { ListedRun, ReplayOrder, RunDiff, Run as RunItem, RunStatus, StoredPrompt, Transcript } from "#schema/run.ts";
import { accepts, answers, body, Items, router, withId } from "../edge/router.ts";

const tags = ["runs"];
const Reason = z.strictObject({ reason: z.string().trim().max(500).optional() });
const Ordered = z.object({ runId: z.string() });
const Against = z.strictObject({ against: z.string().max(60).optional() });

const text = z.string().max(60).optional();
const Filter = z.strictObject({
  ...PageQuery.shape,
  tenantId: text,
  activityId: text,
  replayOf: text.describe("the run that the listed ones do over"),
  agent: oneOrMany(AgentName),
  status: oneOrMany(RunStatus),
});

/** What the agency does with runs of its clients. */
export const runs = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/runs",
      tags,
      summary: "Runs of all assigned clients",
      request: { query: Filter },
      responses: answers(Page(ListedRun)),
    }),
    async (c) => c.json(await Run.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/runs/{id}/prompts",
      tags,
      summary: "Stored prompts the run can be done over with",
      request: withId,
      responses: answers(Items(StoredPrompt)),
    }),
    async (c) => c.json({ items: await Run.prompts(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/runs/{id}/transcript",
      tags,
      summary: "Everything of a run in order",
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
      summary: "Stop a run at its next step",
      request: { ...withId, ...body(Reason) },
      responses: answers(RunItem),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await Run.inClient(id, () => Run.cancel(id, c.req.valid("json").reason)), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/runs/{id}/replay",
      tags,
      summary: "Do a run over, from its recording or with another stored prompt",
      request: { ...withId, ...body(ReplayOrder) },
      responses: accepts(Ordered),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await Run.inClient(id, () => Run.orderReplay(id, c.req.valid("json"))), 202);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/runs/{id}/diff",
      tags,
      summary: "What doing it over changed",
      request: { ...withId, query: Against },
      responses: answers(RunDiff),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await Run.inClient(id, () => Run.diff(id, c.req.valid("query").against)), 200);
    },
  );
