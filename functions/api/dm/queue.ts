import { createRoute, z } from "@hono/zod-openapi";
import { resolveAll } from "#core/review/bulk.ts";
import { counts } from "#core/review/counts.ts";
import { ApprovalCount, BulkResolve, BulkResult } from "#schema/approval.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { answers, body, Items, router } from "../edge/router.ts";

const tags = ["approvals"];
const OfClient = z.strictObject({ tenantId: z.string().max(60).optional() });

/** The agency's queue as a whole: how much waits, and several decisions at once. */
export const queue = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/approvals/counts",
      tags,
      summary: "What waits, by kind and risk",
      request: { query: OfClient },
      responses: answers(Items(ApprovalCount)),
    }),
    async (c) => c.json({ items: await counts("dm", c.req.valid("query").tenantId) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/approvals/bulk/resolve",
      tags,
      summary: "Decide several of one risk, each alone",
      middleware: keyRequired,
      request: body(BulkResolve),
      responses: answers(z.object({ results: z.array(BulkResult) })),
    }),
    async (c) => c.json({ results: await resolveAll(c.req.valid("json")) }, 200),
  );
