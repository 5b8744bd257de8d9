import { createRoute, z } from "@hono/zod-openapi";
import * as Master from "#core/agent/master/index.ts";
import { AgentName } from "#schema/agent.ts";
import {
  AgentChoices,
  AgentOverride,
  AgentVersion,
  AgentVersionInput,
  AgentVersionRow,
  MasterAgent,
  MasterAgentPatch,
} from "#schema/agent-version.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { answers, body, creates, Items, router } from "../edge/router.ts";

const tags = ["agents"];
const withName = { params: z.object({ name: AgentName }) };
const withVersion = { params: z.object({ name: AgentName, version: z.coerce.number().int().min(1).max(100_000) }) };

/** The platform's agents: configuration, words and their versions. */
export const agents = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/agents",
      tags,
      summary: "All agents and how they did in the last 30 days",
      responses: answers(Items(MasterAgent)),
    }),
    async (c) => c.json({ items: await Master.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/agent-choices",
      tags,
      summary: "Tools and skills that a version can name",
      responses: answers(AgentChoices),
    }),
    async (c) => c.json(await Master.choices(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/agents/{name}",
      tags,
      summary: "One agent",
      request: withName,
      responses: answers(MasterAgent),
    }),
    async (c) => c.json(tag(c, await Master.get(c.req.valid("param").name)), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/agents/{name}",
      tags,
      summary: "Switch it on or off, pause it, change plan and time",
      request: { ...withName, ...body(MasterAgentPatch) },
      responses: answers(MasterAgent),
    }),
    async (c) => {
      const agent = await Master.patch(c.req.valid("param").name, c.req.valid("json"), rowVersionOf(c));
      return c.json(tag(c, agent), 200);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/agents/{name}/overrides",
      tags,
      summary: "Clients with a configuration of their own",
      request: withName,
      responses: answers(Items(AgentOverride)),
    }),
    async (c) => c.json({ items: await Master.overrides(c.req.valid("param").name) }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/agents/{name}/versions",
      tags,
      summary: "Its versions, newest first",
      request: withName,
      responses: answers(Items(AgentVersionRow)),
    }),
    async (c) => c.json({ items: await Master.versions(c.req.valid("param").name) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/agents/{name}/versions",
      tags,
      summary: "Write a draft",
      request: { ...withName, ...body(AgentVersionInput) },
      responses: creates(AgentVersion),
    }),
    async (c) => c.json(await Master.draft(c.req.valid("param").name, c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/agents/{name}/versions/{version}",
      tags,
      summary: "One version in full",
      request: withVersion,
      responses: answers(AgentVersion),
    }),
    async (c) => {
      const { name, version } = c.req.valid("param");
      return c.json(await Master.version(name, version), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/agents/{name}/versions/{version}/publish",
      tags,
      summary: "Let every client work by a draft",
      middleware: keyRequired,
      request: withVersion,
      responses: answers(AgentVersion),
    }),
    async (c) => {
      const { name, version } = c.req.valid("param");
      return c.json(await Master.publish(name, version), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/agents/{name}/versions/{version}/rollback",
      tags,
      summary: "Bring a retired version back as a new one",
      middleware: keyRequired,
      request: withVersion,
      responses: answers(AgentVersion),
    }),
    async (c) => {
      const { name, version } = c.req.valid("param");
      return c.json(await Master.rollBack(name, version), 200);
    },
  );
