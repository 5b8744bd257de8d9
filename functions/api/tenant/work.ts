import { createRoute, z } from "@hono/zod-openapi";
import * as Activity from "#core/activity/index.ts";
import * as Agent from "#core/agent/index.ts";
import { move } from "#core/month/move.ts";
import * as Run from "#core/run/index.ts";
import {
  ActivityDetail,
  ActivityEvent,
  Activity as ActivityItem,
  ActivityMove,
  ActivityMoved,
  ActivityStatus,
  ActivityType,
} from "#schema/activity.ts";
import { AgentName, AgentPatch, AgentState } from "#schema/agent.ts";
import { oneOrMany, Page, PageQuery } from "#schema/page.ts";
import { Retrieval, RunChunk, Run as RunItem, RunStep } from "#schema/run.ts";
import { answers, body, Items, router, withId } from "../edge/router.ts";

const Filter = z.strictObject({
  ...PageQuery.shape,
  status: oneOrMany(ActivityStatus),
  type: oneOrMany(ActivityType),
  mine: z.stringbool().optional().describe("only tasks of the person who asks, by the day they are due"),
});
const named = { params: z.object({ name: AgentName }) };
const Prompt = z.object({ system: z.string(), prompt: z.string(), sha256: z.string(), agentVersion: z.number().int() });

export const work = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/activities",
      tags: ["activities"],
      summary: "Activities",
      request: { query: Filter },
      responses: answers(Page(ActivityItem)),
    }),
    async (c) => c.json(await Activity.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/activities/{id}",
      tags: ["activities"],
      summary: "One activity, what it waits for and what waits for it",
      request: withId,
      responses: answers(ActivityDetail),
    }),
    async (c) => c.json(await Activity.detail(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/activities/{id}",
      tags: ["activities"],
      summary: "Put work that nobody has begun on another day",
      request: { ...withId, ...body(ActivityMove) },
      responses: answers(ActivityMoved),
    }),
    async (c) => c.json(await move(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/activities/{id}/events",
      tags: ["activities"],
      summary: "Timeline",
      request: withId,
      responses: answers(Page(ActivityEvent)),
    }),
    async (c) => c.json(await Activity.events(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/activities/{id}/runs",
      tags: ["activities"],
      summary: "Runs, critics included",
      request: withId,
      responses: answers(Items(RunItem)),
    }),
    async (c) => c.json({ items: await Activity.runs(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/activities/{id}/retrievals",
      tags: ["activities"],
      summary: "What was retrieved, and why",
      request: withId,
      responses: answers(Items(Retrieval)),
    }),
    async (c) => c.json({ items: await Activity.retrievals(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/runs/{id}",
      tags: ["runs"],
      summary: "One run",
      request: withId,
      responses: answers(RunItem),
    }),
    async (c) => c.json(await Run.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/runs/{id}/steps",
      tags: ["runs"],
      summary: "Log of a run",
      request: withId,
      responses: answers(Items(RunStep)),
    }),
    async (c) => c.json({ items: await Run.steps(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/runs/{id}/chunks",
      tags: ["runs"],
      summary: "Streamed text after a number",
      request: { ...withId, query: z.strictObject({ after: z.coerce.number().int().min(0).default(0) }) },
      responses: answers(Items(RunChunk)),
    }),
    async (c) => c.json({ items: await Run.chunks(c.req.valid("param").id, c.req.valid("query").after) }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/runs/{id}/prompt",
      tags: ["runs"],
      summary: "The exact prompt (agency)",
      request: withId,
      responses: answers(Prompt),
    }),
    async (c) => c.json(await Run.prompt(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/agents",
      tags: ["agents"],
      summary: "Agents and what they do now",
      responses: answers(Items(AgentState)),
    }),
    async (c) => c.json({ items: await Agent.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/agents/{name}",
      tags: ["agents"],
      summary: "Configure an agent for this client",
      request: { ...named, ...body(AgentPatch) },
      responses: answers(AgentState),
    }),
    async (c) => c.json(await Agent.configure(c.req.valid("param").name, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/agents/{name}/pause",
      tags: ["agents"],
      summary: "Pause an agent",
      request: named,
      responses: answers(AgentState),
    }),
    async (c) => c.json(await Agent.setPaused(c.req.valid("param").name, true), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/agents/{name}/resume",
      tags: ["agents"],
      summary: "Resume an agent",
      request: named,
      responses: answers(AgentState),
    }),
    async (c) => c.json(await Agent.setPaused(c.req.valid("param").name, false), 200),
  );
