import { createRoute, z } from "@hono/zod-openapi";
import * as Adapter from "#core/adapter/index.ts";
import {
  AdapterCheck,
  AdapterChecked,
  AdapterCreate,
  AdapterOrder,
  AdapterOrderInput,
  AdapterPatch,
  Adapter as Shown,
} from "#schema/adapter.ts";
import { Tier } from "#schema/agent.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { accepts, answers, body, creates, Items, router, withId } from "../edge/router.ts";

const tags = ["adapters"];

export const adapters = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/adapters",
      tags,
      summary: "All ways to models",
      responses: answers(Items(Shown)),
    }),
    async (c) => c.json({ items: await Adapter.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/adapters",
      tags,
      summary: "Add a way to models",
      request: body(AdapterCreate),
      responses: creates(Shown),
    }),
    async (c) => c.json(tag(c, await Adapter.create(c.req.valid("json"))), 201),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/adapters/{id}",
      tags,
      summary: "Change one, its models or its key",
      request: { ...withId, ...body(AdapterPatch) },
      responses: answers(Shown),
    }),
    async (c) => {
      const row = await Adapter.patch(c.req.valid("param").id, c.req.valid("json"), rowVersionOf(c));
      return c.json(tag(c, row), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/adapters/{id}/test",
      tags,
      summary: "Order that it is asked for one word; a live event tells when it was",
      request: { ...withId, ...body(AdapterCheck) },
      responses: accepts(AdapterChecked),
    }),
    async (c) => c.json(await Adapter.check(c.req.valid("param").id, c.req.valid("json").tier), 202),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/adapters/{id}/checks",
      tags,
      summary: "How its latest checks went",
      request: withId,
      responses: answers(Items(AdapterChecked)),
    }),
    async (c) => c.json({ items: await Adapter.checks(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/adapter-orders",
      tags,
      summary: "Which adapters each tier tries, one after the other",
      responses: answers(Items(AdapterOrder)),
    }),
    async (c) => c.json({ items: await Adapter.orders() }, 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/adapter-orders/{tier}",
      tags,
      summary: "Set the order of a tier",
      request: { params: z.object({ tier: Tier }), ...body(AdapterOrderInput) },
      responses: answers(AdapterOrder),
    }),
    async (c) => c.json(await Adapter.setOrder(c.req.valid("param").tier, c.req.valid("json").adapters), 200),
  );
