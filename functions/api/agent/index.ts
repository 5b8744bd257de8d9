import { createRoute, z } from "@hono/zod-openapi";
import { handle } from "hono/aws-lambda";
import * as AgentKey from "#core/agent/keys.ts";
import * as Callback from "#core/run/callback.ts";
import * as RemoteTool from "#core/run/remote-tool.ts";
import * as storage from "#platform/storage.ts";
import {
  AdapterTest,
  AdapterTestResult,
  AgentHealth,
  RunDelta,
  RunDeltaReceived,
  RunResult,
  RunResultReceived,
  RunSheet,
  ToolAnswer,
  ToolAsk,
} from "#schema/agent-api.ts";
import { answers, body, router } from "../edge/router.ts";
import { surface } from "../edge/surface.ts";
import { byAgent, ofAgentKey, ofRun } from "../edge/task.ts";

const tags = ["external agents"];
const withRun = { params: z.object({ runId: z.string().min(1).max(60) }) };

const routes = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/health",
      tags,
      summary: "The credential is good",
      responses: answers(AgentHealth),
    }),
    async (c) => c.json(await AgentKey.health(), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/adapter-test",
      tags,
      summary: "Says back what it is told",
      middleware: ofAgentKey,
      request: body(AdapterTest),
      responses: answers(AdapterTestResult),
    }),
    async (c) => {
      const startedMs = performance.now();
      const { echo } = c.req.valid("json");
      await AgentKey.health();
      return c.json({ echo, latencyMs: Math.round((performance.now() - startedMs) * 100) / 100 }, 200);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/runs/{runId}",
      tags,
      summary: "What the run asks for",
      middleware: ofRun,
      request: withRun,
      responses: answers(RunSheet),
    }),
    async (c) => c.json(await Callback.sheet(), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/runs/{runId}/stream",
      tags,
      summary: "The next piece of the answer",
      middleware: ofRun,
      request: { ...withRun, ...body(RunDelta) },
      responses: answers(RunDeltaReceived),
    }),
    async (c) => c.json(await Callback.stream(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/runs/{runId}/tools/{tool}",
      tags,
      summary: "Uses a tool of the run",
      middleware: ofRun,
      request: { params: withRun.params.extend({ tool: z.string().min(1).max(60) }), ...body(ToolAsk) },
      responses: answers(ToolAnswer),
    }),
    async (c) => c.json(await RemoteTool.call(c.req.valid("param").tool, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/runs/{runId}/result",
      tags,
      summary: "The answer, or why there is none; the token ends with it",
      middleware: ofRun,
      request: { ...withRun, ...body(RunResult) },
      responses: answers(RunResultReceived),
    }),
    async (c) => c.json(await Callback.receive(c.req.valid("json")), 200),
  );

export const app = surface("agent", routes, { stores: { s3: storage.reachable }, identify: byAgent });
export const handler = handle(app);
