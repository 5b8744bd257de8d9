import { createRoute, z } from "@hono/zod-openapi";
import * as Keyword from "#core/keyword/order.ts";
import { KeywordOrder } from "#schema/keyword.ts";
import { accepts, body, router } from "../edge/router.ts";

export const keywords = router().openapi(
  createRoute({
    method: "post",
    path: "/keywords/research",
    tags: ["keywords"],
    summary: "Look for search terms",
    request: body(KeywordOrder),
    responses: accepts(z.object({ activityId: z.string() })),
  }),
  async (c) => c.json({ activityId: await Keyword.research(c.req.valid("json")) }, 202),
);
