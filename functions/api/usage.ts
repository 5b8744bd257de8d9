import { createRoute, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { stream } from "hono/streaming";
import * as Usage from "#core/usage/index.ts";
import { UsageExport, UsagePage, UsageQuery } from "#schema/usage.ts";
import { answers, type Env, router } from "./edge/router.ts";

const table = {
  200: { description: "A line for each key", content: { "text/csv": { schema: {} } } },
} as const;

/** Route of figures as a table. */
export function tableRoute<S extends z.ZodObject>(path: string, query: S) {
  const summary = "Download what was used as a table";
  return createRoute({ method: "get", path, tags: ["usage"], summary, request: { query }, responses: table });
}

/** Sends figures as a table while they are read. */
export async function sendTable(c: Context<Env>, query: UsageExport): Promise<Response> {
  const lines = await Usage.exported(query);
  c.header("Content-Type", "text/csv; charset=utf-8");
  c.header("Content-Disposition", `attachment; filename="usage-${query.groupBy}.csv"`);
  return stream(c, async (out) => {
    for await (const line of lines) await out.write(line);
  });
}

/** What clients use and what it costs, for those who look after several. */
export const usage = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/usage",
      tags: ["usage"],
      summary: "What was used, and what it cost",
      request: { query: UsageQuery },
      responses: answers(UsagePage),
    }),
    async (c) => c.json(await Usage.report(c.req.valid("query")), 200),
  )
  .openapi(tableRoute("/usage/export", UsageExport), async (c) => sendTable(c, c.req.valid("query")));
