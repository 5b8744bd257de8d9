import { createRoute, z } from "@hono/zod-openapi";
import * as Link from "#core/link/index.ts";
import * as Review from "#core/review/index.ts";
import { ApprovalDetail, ApprovalItem, ApprovalKind, ApprovalStage, ApprovalStatus, Risk } from "#schema/approval.ts";
import { ApprovalLinkOnce, LinkCreate } from "#schema/approval-link.ts";
import { Comment as CommentItem } from "#schema/comment.ts";
import { oneOrMany, Page, PageQuery } from "#schema/page.ts";
import { keyRequired, shownOnce } from "../edge/idempotency.ts";
import { scoped } from "../edge/key.ts";
import { answers, body, creates, router, withId } from "../edge/router.ts";

const tags = ["approvals"];
const Filter = z.strictObject({
  ...PageQuery.shape,
  status: oneOrMany(ApprovalStatus),
  kind: oneOrMany(ApprovalKind),
  risk: oneOrMany(Risk),
  stage: ApprovalStage.optional(),
});
const Words = z.strictObject({ body: z.string().trim().min(1).max(4_000) });

/** Keys read approvals, talk about them and send links to them. They never decide. */
export const approvals = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/approvals",
      tags,
      summary: "Approvals",
      middleware: scoped("approvals:read"),
      request: { query: Filter },
      responses: answers(Page(ApprovalItem)),
    }),
    async (c) => c.json(await Review.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/approvals/{id}",
      tags,
      summary: "One approval with its evidence",
      middleware: scoped("approvals:read"),
      request: withId,
      responses: answers(ApprovalDetail),
    }),
    async (c) => c.json(await Review.detail(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/approvals/{id}/comments",
      tags,
      summary: "Comment on what is to be approved",
      middleware: scoped("approvals:write"),
      request: { ...withId, ...body(Words) },
      responses: creates(CommentItem),
    }),
    async (c) => c.json(await Review.comment(c.req.valid("param").id, c.req.valid("json").body), 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/approvals/{id}/links",
      tags,
      summary: "Send the client's contact a link that needs no account",
      middleware: [scoped("approvals:write"), keyRequired, shownOnce],
      request: { ...withId, ...body(LinkCreate) },
      responses: creates(ApprovalLinkOnce),
    }),
    async (c) => c.json(await Link.create(c.req.valid("param").id, c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/approvals/{id}/reopen",
      tags,
      summary: "Open an expired approval again",
      middleware: scoped("approvals:write"),
      request: withId,
      responses: answers(ApprovalItem),
    }),
    async (c) => c.json(await Review.reopen(c.req.valid("param").id), 200),
  );
