import { createRoute, z } from "@hono/zod-openapi";
import * as AiVisibility from "#core/visibility/index.ts";
import * as Prompts from "#core/visibility/prompts.ts";
import * as Read from "#core/visibility/read.ts";
import {
  PlatformSwitch,
  ScheduleChoice,
  SnapshotQuery,
  Visibility,
  VisibilityNarrative,
  VisibilityPlatform,
  VisibilityPrompt,
  VisibilityPromptInput,
  VisibilityPromptPatch,
  VisibilityPrompts,
  VisibilityRun,
  VisibilitySnapshot,
} from "#schema/visibility.ts";
import { accepts, answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["insights"];
const path = "/ai-visibility";

export const visibility = router()
  .openapi(
    createRoute({
      method: "get",
      path,
      tags,
      summary: "How visible the client is in what assistants say",
      responses: answers(Visibility),
    }),
    async (c) => c.json(await Read.overview(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: `${path}/snapshots`,
      tags,
      summary: "Answers of assistants",
      request: { query: SnapshotQuery },
      responses: answers(Items(VisibilitySnapshot)),
    }),
    async (c) => c.json({ items: await Read.snapshots(c.req.valid("query")) }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: `${path}/narratives`,
      tags,
      summary: "How assistants speak of the client",
      responses: answers(Items(VisibilityNarrative)),
    }),
    async (c) => c.json({ items: await Read.narratives() }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: `${path}/prompts`,
      tags,
      summary: "What assistants are asked",
      responses: answers(VisibilityPrompts),
    }),
    async (c) => c.json(await Prompts.list(), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: `${path}/prompts`,
      tags,
      summary: "Ask something more",
      request: body(VisibilityPromptInput),
      responses: creates(VisibilityPrompt),
    }),
    async (c) => c.json(await Prompts.add(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: `${path}/prompts/{id}`,
      tags,
      summary: "Change what is asked",
      request: { ...withId, ...body(VisibilityPromptPatch) },
      responses: answers(VisibilityPrompt),
    }),
    async (c) => c.json(await Prompts.change(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: `${path}/prompts/{id}`,
      tags,
      summary: "Ask it no more",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Prompts.remove(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "put",
      path: `${path}/platforms/{key}`,
      tags,
      summary: "Have an assistant asked, or not",
      request: { params: z.object({ key: VisibilityPlatform }), ...body(PlatformSwitch) },
      responses: answers(Visibility),
    }),
    async (c) => {
      await AiVisibility.setEnabled(c.req.valid("param").key, c.req.valid("json").enabled);
      return c.json(await Read.overview(), 200);
    },
  )
  .openapi(
    createRoute({
      method: "put",
      path: `${path}/schedule`,
      tags,
      summary: "Say when the assistants are asked by themselves",
      request: body(ScheduleChoice),
      responses: answers(Visibility),
    }),
    async (c) => {
      await AiVisibility.setSchedule(c.req.valid("json").schedule);
      return c.json(await Read.overview(), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: `${path}/run`,
      tags,
      summary: "Ask the assistants now",
      responses: accepts(VisibilityRun),
    }),
    async (c) => c.json(await AiVisibility.request(), 202),
  );
