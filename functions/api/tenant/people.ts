import { createRoute, z } from "@hono/zod-openapi";
import * as Audit from "#core/audit/index.ts";
import * as Comment from "#core/comment/index.ts";
import * as Notification from "#core/notification/index.ts";
import * as Workspace from "#core/workspace/index.ts";
import { AuditAction, AuditEntry } from "#schema/audit.ts";
import { CommentInput, Comment as CommentItem, CommentSubject } from "#schema/comment.ts";
import { Delivery, MarkRead, Notification as NotificationItem } from "#schema/notification.ts";
import { Page, PageQuery } from "#schema/page.ts";
import { Workspace as WorkspaceItem } from "#schema/tenant.ts";
import { answers, body, creates, nothing, router, withId } from "../edge/router.ts";

const CommentFilter = z.strictObject({
  ...PageQuery.shape,
  subjectType: CommentSubject,
  subjectId: z.string().max(60),
});
const AuditFilter = z.strictObject({
  ...PageQuery.shape,
  subjectId: z.string().max(60).optional(),
  action: AuditAction.optional(),
});
const Verified = z.object({ ok: z.boolean(), checkedTo: z.number().int(), firstBadSeq: z.number().int().nullable() });

export const people = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/me",
      tags: ["workspace"],
      summary: "Where am I, as what",
      responses: answers(WorkspaceItem),
    }),
    async (c) => c.json(await Workspace.me(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/comments",
      tags: ["comments"],
      summary: "Comments of a subject",
      request: { query: CommentFilter },
      responses: answers(Page(CommentItem)),
    }),
    async (c) => c.json(await Comment.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/comments",
      tags: ["comments"],
      summary: "Comment",
      request: body(CommentInput),
      responses: creates(CommentItem),
    }),
    async (c) => c.json(await Comment.create(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/comments/{id}/resolve",
      tags: ["comments"],
      summary: "Resolve a thread",
      request: withId,
      responses: answers(CommentItem),
    }),
    async (c) => c.json(await Comment.resolve(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/comments/{id}",
      tags: ["comments"],
      summary: "Remove my comment",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Comment.remove(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/notifications",
      tags: ["notifications"],
      summary: "Told to me",
      request: { query: z.strictObject({ ...PageQuery.shape, unread: z.stringbool().optional() }) },
      responses: answers(Page(NotificationItem)),
    }),
    async (c) => c.json(await Notification.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/notifications/unread-count",
      tags: ["notifications"],
      summary: "How many are unread",
      responses: answers(z.object({ count: z.number().int() })),
    }),
    async (c) => c.json({ count: await Notification.unreadCount() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/notifications/read",
      tags: ["notifications"],
      summary: "Mark as read",
      request: body(MarkRead),
      responses: nothing,
    }),
    async (c) => {
      await Notification.markRead(c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/notification-deliveries",
      tags: ["notifications"],
      summary: "Why was (not) told",
      request: { query: PageQuery },
      responses: answers(Page(Delivery)),
    }),
    async (c) => c.json(await Notification.deliveries(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/audit-log",
      tags: ["audit"],
      summary: "Who did what",
      request: { query: AuditFilter },
      responses: answers(Page(AuditEntry)),
    }),
    async (c) => c.json(await Audit.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/audit-log/verify",
      tags: ["audit"],
      summary: "Check the chain",
      responses: answers(Verified),
    }),
    async (c) => c.json(await Audit.verify(), 200),
  );
