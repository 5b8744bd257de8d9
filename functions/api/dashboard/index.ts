import { createRoute, z } from "@hono/zod-openapi";
import { handle } from "hono/aws-lambda";
import { Dashboard } from "#core/dashboard/index.ts";
import { Review } from "#core/review/index.ts";
import { ApprovalDetail, ApprovalItem, ApprovalKind, ApprovalStatus, Resolve, Risk } from "#schema/approval.ts";
import { Home } from "#schema/dashboard.ts";
import { oneOrMany, Page, PageQuery } from "#schema/page.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { answers, body, router, withId } from "../edge/router.ts";
import { surface } from "../edge/surface.ts";

const Filter = z.strictObject({
  ...PageQuery.shape,
  status: oneOrMany(ApprovalStatus),
  kind: oneOrMany(ApprovalKind),
  risk: oneOrMany(Risk),
});

const routes = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/home",
      tags: ["home"],
      summary: "What waits, what runs, what was done",
      responses: answers(Home),
    }),
    async (c) => c.json(await Dashboard.home(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/approvals",
      tags: ["approvals"],
      summary: "The client's approvals",
      request: { query: Filter },
      responses: answers(Page(ApprovalItem)),
    }),
    async (c) => c.json(await Review.list({ ...c.req.valid("query"), stage: "client" }), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/approvals/{id}",
      tags: ["approvals"],
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
      tags: ["approvals"],
      summary: "Approve, ask for changes or reject",
      middleware: keyRequired,
      request: { ...withId, ...body(Resolve) },
      responses: answers(ApprovalItem),
    }),
    async (c) => c.json(await Review.resolve(c.req.valid("param").id, c.req.valid("json")), 200),
  );

export const app = surface("dashboard", routes);
export const handler = handle(app);
