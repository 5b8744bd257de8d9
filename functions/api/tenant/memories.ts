import { createRoute, z } from "@hono/zod-openapi";
import * as Memory from "#core/memory/index.ts";
import { AgentName } from "#schema/agent.ts";
import { AgentMemory, MemoryWords, PointChoice } from "#schema/memory.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { answers, body, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["agents"];
const path = "/agent-memories";

export const memories = router()
  .openapi(
    createRoute({
      method: "get",
      path,
      tags,
      summary: "What agents have learned of this client",
      request: { query: z.strictObject({ agent: AgentName.optional() }) },
      responses: answers(Items(AgentMemory)),
    }),
    async (c) => c.json({ items: await Memory.list(c.req.valid("query").agent) }, 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path,
      tags,
      summary: "Take away all that one agent has learned",
      request: { query: z.strictObject({ agent: AgentName }) },
      responses: nothing,
    }),
    async (c) => {
      await Memory.clear(c.req.valid("query").agent);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "delete",
      path: `${path}/{id}`,
      tags,
      summary: "Take away a memory, or one point of it",
      request: { ...withId, query: PointChoice },
      responses: nothing,
    }),
    async (c) => {
      await Memory.forget(c.req.valid("param").id, c.req.valid("query"));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "patch",
      path: `${path}/{id}`,
      tags,
      summary: "Put a point of a memory differently",
      request: { ...withId, ...body(MemoryWords) },
      responses: answers(AgentMemory),
    }),
    async (c) => c.json(tag(c, await Memory.word(c.req.valid("param").id, c.req.valid("json"), rowVersionOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: `${path}/{id}/restore`,
      tags,
      summary: "Bring back what was taken away",
      request: { ...withId, ...body(PointChoice) },
      responses: answers(AgentMemory),
    }),
    async (c) => c.json(await Memory.restore(c.req.valid("param").id, c.req.valid("json")), 200),
  );
