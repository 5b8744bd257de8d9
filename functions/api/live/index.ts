import { z } from "@hono/zod-openapi";
import { handle, streamHandle } from "hono/aws-lambda";
import { portalSurface } from "../edge/portal.ts";
import { router } from "../edge/router.ts";
import { runStream, tenantStream } from "./sse.ts";

const events = { 200: { description: "text/event-stream" } };
const routes = router();
routes.openAPIRegistry.registerPath({
  method: "get",
  path: "/stream",
  tags: ["live"],
  summary: "Live events of the client; resumes after Last-Event-ID",
  request: {
    query: z.object({
      topics: z.string().optional(),
      tenantId: z.string().optional(),
      lastEventId: z.string().optional(),
    }),
  },
  responses: events,
});
routes.openAPIRegistry.registerPath({
  method: "get",
  path: "/runs/{id}",
  tags: ["live"],
  summary: "Steps and text of a run while it works",
  request: { params: z.object({ id: z.string() }), query: z.object({ tenantId: z.string().optional() }) },
  responses: events,
});
routes.get("/stream", tenantStream);
routes.get("/runs/:id", runStream);

export const app = portalSurface("live", routes);
// Streaming answers exist only inside Lambda's own runtime.
export const handler = process.env["AWS_LAMBDA_FUNCTION_NAME"] ? streamHandle(app) : handle(app);
