import { createRoute, z } from "@hono/zod-openapi";
import { handle } from "hono/aws-lambda";
import * as Activity from "#core/activity/index.ts";
import * as Dashboard from "#core/dashboard/index.ts";
import * as Request from "#core/request/index.ts";
import * as Review from "#core/review/index.ts";
import * as Work from "#core/work/index.ts";
import * as storage from "#platform/storage.ts";
import { Activity as ActivityItem, ActivityStatus, ActivityType } from "#schema/activity.ts";
import { ApprovalItem } from "#schema/approval.ts";
import { ClientCard, Overview } from "#schema/dashboard.ts";
import { oneOrMany, Page, PageQuery } from "#schema/page.ts";
import { ContentRequest, RequestStatus } from "#schema/request.ts";
import { approvals } from "../approvals.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { portalSurface } from "../edge/portal.ts";
import { answers, body, Items, router, withId } from "../edge/router.ts";
import { usage } from "../usage.ts";
import { queue } from "./queue.ts";
import { runs } from "./runs.ts";
import { team } from "./team.ts";

const tenantId = z.string().max(60).optional();
const ActivityFilter = z.strictObject({
  ...PageQuery.shape,
  tenantId,
  status: oneOrMany(ActivityStatus),
  type: oneOrMany(ActivityType),
  blocked: z.stringbool().optional(),
  mine: z.stringbool().optional().describe("only tasks of the person who asks, by the day they are due"),
});
const RequestFilter = z.strictObject({ ...PageQuery.shape, tenantId, status: oneOrMany(RequestStatus) });
const Reason = z.strictObject({ reason: z.string().trim().max(500).optional() });

const routes = router()
  // Their paths would be taken for those of one approval.
  .route("/", queue)
  .openapi(
    createRoute({
      method: "get",
      path: "/overview",
      tags: ["clients"],
      summary: "Mission control",
      responses: answers(Overview),
    }),
    async (c) => c.json(await Dashboard.overview(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/clients",
      tags: ["clients"],
      summary: "Assigned clients",
      responses: answers(Items(ClientCard)),
    }),
    async (c) => c.json({ items: await Dashboard.clients() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/approvals/{id}/reopen",
      tags: ["approvals"],
      summary: "Open an expired approval again",
      request: withId,
      responses: answers(ApprovalItem),
    }),
    async (c) => c.json(await Review.reopen(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/activities",
      tags: ["activities"],
      summary: "Work of all assigned clients",
      request: { query: ActivityFilter },
      responses: answers(Page(ActivityItem)),
    }),
    async (c) => c.json(await Activity.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/activities/{id}",
      tags: ["activities"],
      summary: "One activity",
      request: withId,
      responses: answers(ActivityItem),
    }),
    async (c) => c.json(await Activity.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/activities/{id}/pause",
      tags: ["activities"],
      summary: "No new run until resumed",
      request: { ...withId, ...body(Reason) },
      responses: answers(ActivityItem),
    }),
    async (c) => c.json(await Work.pause(c.req.valid("param").id, c.req.valid("json").reason), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/activities/{id}/resume",
      tags: ["activities"],
      summary: "Go on",
      request: { ...withId, ...body(Reason) },
      responses: answers(ActivityItem),
    }),
    async (c) => c.json(await Work.resume(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/activities/{id}/retry",
      tags: ["activities"],
      summary: "Try a failed activity again",
      middleware: keyRequired,
      request: { ...withId, ...body(Reason) },
      responses: answers(ActivityItem),
    }),
    async (c) => c.json(await Work.retry(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/activities/{id}/redo",
      tags: ["activities"],
      summary: "Do finished work again, and what is made from it where that changes",
      middleware: keyRequired,
      request: { ...withId, ...body(Reason) },
      responses: answers(ActivityItem),
    }),
    async (c) => c.json(await Work.redo(c.req.valid("param").id, c.req.valid("json").reason), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/activities/{id}/cancel",
      tags: ["activities"],
      summary: "Give the work up",
      request: { ...withId, ...body(Reason) },
      responses: answers(ActivityItem),
    }),
    async (c) => c.json(await Work.cancel(c.req.valid("param").id, c.req.valid("json").reason), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/requests",
      tags: ["requests"],
      summary: "Requests of all assigned clients",
      request: { query: RequestFilter },
      responses: answers(Page(ContentRequest)),
    }),
    async (c) => c.json(await Request.list(c.req.valid("query")), 200),
  )
  .route("/", team)
  .route("/", runs)
  .route("/", usage)
  .route("/", approvals("dm"));

export const app = portalSurface("dm", routes, { stores: { s3: storage.reachable } });
export const handler = handle(app);
