import { createRoute } from "@hono/zod-openapi";
import { ApiKey } from "#core/api-key/index.ts";
import { ApiKeyCreate, ApiKey as ApiKeyItem, ApiKeyOnce } from "#schema/api-key.ts";
import { shownOnce } from "../edge/idempotency.ts";
import { answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["keys"];

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
  );
