import { createRoute, z } from "@hono/zod-openapi";
import * as Assistants from "#core/visibility/manage.ts";
import { PlatformAssistant, PlatformAssistantPatch, VisibilityPlatform } from "#schema/visibility.ts";
import { answers, body, Items, router } from "../edge/router.ts";

const tags = ["adapters"];

export const visibility = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/ai-visibility",
      tags,
      summary: "Assistants that are asked about clients",
      responses: answers(Items(PlatformAssistant)),
    }),
    async (c) => c.json({ items: await Assistants.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/ai-visibility/{key}",
      tags,
      summary: "Say by which adapter and model an assistant is asked",
      request: { params: z.object({ key: VisibilityPlatform }), ...body(PlatformAssistantPatch) },
      responses: answers(PlatformAssistant),
    }),
    async (c) => c.json(await Assistants.patch(c.req.valid("param").key, c.req.valid("json")), 200),
  );
