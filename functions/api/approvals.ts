import { createRoute, z } from "@hono/zod-openapi";
import * as Review from "#core/review/index.ts";
import {
  ApprovalDetail,
  ApprovalItem,
  ApprovalKind,
  type ApprovalStage,
  ApprovalStatus,
  Resolve,
  Risk,
} from "#schema/approval.ts";
import { oneOrMany, Page, PageQuery } from "#schema/page.ts";
import { keyRequired } from "./edge/idempotency.ts";
import { answers, body, router, withId } from "./edge/router.ts";
import { links } from "./links.ts";

const tags = ["approvals"];
const Filter = z.strictObject({
  ...PageQuery.shape,
  tenantId: z.string().max(60).optional(),
  status: oneOrMany(ApprovalStatus),
  kind: oneOrMany(ApprovalKind),
  risk: oneOrMany(Risk),
});

/** The queue of one stage and its decisions: the agency's portal serves one, the client's the other. */
export function approvals(stage: z.infer<typeof ApprovalStage>) {
  return router()
    .openapi(
      createRoute({
        method: "get",
        path: "/approvals",
        tags,
        summary: "Approvals of this stage",
        request: { query: Filter },
        responses: answers(Page(ApprovalItem)),
      }),
      async (c) => c.json(await Review.list({ ...c.req.valid("query"), stage }), 200),
    )
    .openapi(
      createRoute({
        method: "get",
        path: "/approvals/{id}",
        tags,
        summary: "One approval with its evidence",
        request: withId,
        responses: answers(ApprovalDetail),
      }),
      async (c) => c.json(await Review.detail(c.req.valid("param").id), 200),
    )
    .openapi(
      createRoute({
        method: "post",
        path: "/approvals/{id}/resolve",
        tags,
        summary: "Approve, ask for changes or reject",
        middleware: keyRequired,
        request: { ...withId, ...body(Resolve) },
        responses: answers(ApprovalItem),
      }),
      async (c) => c.json(await Review.resolve(c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .route("/", links);
}
