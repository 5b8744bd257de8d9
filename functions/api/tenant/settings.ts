import { createRoute } from "@hono/zod-openapi";
import * as Routine from "#core/routine/settings.ts";
import { RoutineSettings, RoutineSettingsPatch } from "#schema/routine.ts";
import { answers, body, router } from "../edge/router.ts";

const tags = ["settings"];

export const settings = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/settings",
      tags,
      summary: "What comes round by itself, and what it costs",
      responses: answers(RoutineSettings),
    }),
    async (c) => c.json(await Routine.get(), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/settings",
      tags,
      summary: "Switch it",
      request: body(RoutineSettingsPatch),
      responses: answers(RoutineSettings),
    }),
    async (c) => c.json(await Routine.change(c.req.valid("json")), 200),
  );
