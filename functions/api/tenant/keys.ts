import { createRoute, z } from "@hono/zod-openapi";
import * as AgentKey from "#core/agent/keys.ts";
import * as ApiKey from "#core/api-key/index.ts";
import { AgentName } from "#schema/agent.ts";
import { AgentKeyCreate, AgentKey as AgentKeyItem, AgentKeyOnce } from "#schema/agent-api.ts";
import { ApiKeyCreate, ApiKey as ApiKeyItem, ApiKeyOnce } from "#schema/api-key.ts";
import { shownOnce } from "../edge/idempotency.ts";
import { answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["keys"];

const named = { params: z.object({ name: AgentName }) };
const ofAgent = { params: z.object({ name: AgentName, id: z.string().min(1).max(60) }) };

export const keys = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/api-keys",
      tags,
      summary: "API keys",
      responses: answers(Items(ApiKeyItem)),
    }),
    async (c) => c.json({ items: await ApiKey.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/api-keys",
      tags,
      summary: "Make a key; it is shown once",
      middleware: shownOnce,
      request: body(ApiKeyCreate),
      responses: creates(ApiKeyOnce),
    }),
    async (c) => c.json(await ApiKey.create(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/api-keys/{id}/rotate",
      tags,
      summary: "Make its successor; the old one works for another day",
      middleware: shownOnce,
      request: withId,
      responses: creates(ApiKeyOnce),
    }),
    async (c) => c.json(await ApiKey.rotate(c.req.valid("param").id), 201),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/api-keys/{id}",
      tags,
      summary: "End a key at once",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await ApiKey.revoke(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/agents/{name}/keys",
      tags,
      summary: "Keys of an agent that runs elsewhere",
      request: named,
      responses: answers(Items(AgentKeyItem)),
    }),
    async (c) => c.json({ items: await AgentKey.list(c.req.valid("param").name) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/agents/{name}/keys",
      tags,
      summary: "Make a key for an agent; it is shown once",
      middleware: shownOnce,
      request: { ...named, ...body(AgentKeyCreate.omit({ agent: true })) },
      responses: creates(AgentKeyOnce),
    }),
    async (c) => c.json(await AgentKey.create({ ...c.req.valid("json"), agent: c.req.valid("param").name }), 201),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/agents/{name}/keys/{id}",
      tags,
      summary: "End a key of an agent at once",
      request: ofAgent,
      responses: nothing,
    }),
    async (c) => {
      const { name, id } = c.req.valid("param");
      await AgentKey.revoke(name, id);
      return c.body(null, 204);
    },
  );
