import { createRoute } from "@hono/zod-openapi";
import { stream } from "hono/streaming";
import * as Chain from "#core/chain/index.ts";
import {
  ChainEntry,
  ChainExport,
  ChainFilter,
  ChainQuery,
  ChainResult,
  ChainStatus,
  ChainVerify,
} from "#schema/chain.ts";
import { Page } from "#schema/page.ts";
import { answers, body, router } from "../edge/router.ts";

const types = { ndjson: "application/x-ndjson", csv: "text/csv; charset=utf-8" } as const;

export const audit = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/audit-logs",
      tags: ["audit"],
      summary: "Entries of all chains",
      request: { query: ChainFilter },
      responses: answers(Page(ChainEntry)),
    }),
    async (c) => c.json(await Chain.entries(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/audit-logs/chains",
      tags: ["audit"],
      summary: "Every chain, its head and its last check",
      request: { query: ChainQuery },
      responses: answers(Page(ChainStatus)),
    }),
    async (c) => c.json(await Chain.statuses(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/audit-logs/verify",
      tags: ["audit"],
      summary: "Check a chain",
      request: body(ChainVerify),
      responses: answers(ChainResult),
    }),
    async (c) => c.json(await Chain.verify(c.req.valid("json").chain), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/audit-logs/export",
      tags: ["audit"],
      summary: "Download entries as lines of JSON or as a table",
      request: body(ChainExport),
      responses: {
        200: {
          description: "Entries, oldest first",
          content: { "application/x-ndjson": { schema: ChainEntry }, "text/csv": { schema: {} } },
        },
      },
    }),
    async (c) => {
      const wish = c.req.valid("json");
      const lines = await Chain.exported(wish);
      c.header("Content-Type", types[wish.format]);
      c.header("Content-Disposition", `attachment; filename="audit-${wish.chain ?? "all"}.${wish.format}"`);
      return stream(c, async (out) => {
        for await (const line of lines) await out.write(line);
      });
    },
  );
