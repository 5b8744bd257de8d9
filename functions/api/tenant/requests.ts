import { createRoute, z } from "@hono/zod-openapi";
import * as Request from "#core/request/index.ts";
import * as RequestDecision from "#core/review/request.ts";
import { oneOrMany, Page, PageQuery } from "#schema/page.ts";
import { BlogRequestInput, BlogRequestPatch, ContentRequest, RequestStatus } from "#schema/request.ts";
import { SocialRequestInput } from "#schema/social.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { answers, body, creates, router, withId } from "../edge/router.ts";

const tags = ["requests"];
const Filter = z.strictObject({
  ...PageQuery.shape,
  status: oneOrMany(RequestStatus),
  q: z.string().trim().min(2).max(200).optional(),
});
const Note = z.strictObject({ note: z.string().trim().max(4_000).optional() });
const Rejection = z.strictObject({ note: z.string().trim().min(10).max(4_000) });

export const requests = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/requests",
      tags,
      summary: "Requests",
      request: { query: Filter },
      responses: answers(Page(ContentRequest)),
    }),
    async (c) => c.json(await Request.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/requests/{id}",
      tags,
      summary: "One request",
      request: withId,
      responses: answers(ContentRequest),
    }),
    async (c) => c.json(tag(c, await Request.get(c.req.valid("param").id)), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-requests",
      tags,
      summary: "Ask for a blog post",
      request: body(BlogRequestInput),
      responses: creates(ContentRequest),
    }),
    async (c) => c.json(await Request.create(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/social-requests",
      tags,
      summary: "Ask for social posts",
      request: body(SocialRequestInput),
      responses: creates(ContentRequest),
    }),
    async (c) => c.json(await Request.createSocial(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/requests/{id}",
      tags,
      summary: "Change a draft",
      request: { ...withId, ...body(BlogRequestPatch) },
      responses: answers(ContentRequest),
    }),
    async (c) => c.json(tag(c, await Request.edit(c.req.valid("param").id, c.req.valid("json"), rowVersionOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/requests/{id}/submit",
      tags,
      summary: "Send a draft to the agency",
      request: { ...withId, ...body(Note) },
      responses: answers(ContentRequest),
    }),
    async (c) => c.json(await Request.submit(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/requests/{id}/approve",
      tags,
      summary: "Start the work",
      middleware: keyRequired,
      request: { ...withId, ...body(Note) },
      responses: answers(ContentRequest),
    }),
    async (c) => c.json(await RequestDecision.approve(c.req.valid("param").id, c.req.valid("json").note), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/requests/{id}/reject",
      tags,
      summary: "Decline with a reason",
      middleware: keyRequired,
      request: { ...withId, ...body(Rejection) },
      responses: answers(ContentRequest),
    }),
    async (c) => c.json(await RequestDecision.reject(c.req.valid("param").id, c.req.valid("json").note), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/requests/{id}/cancel",
      tags,
      summary: "Withdraw a request",
      request: { ...withId, ...body(Note) },
      responses: answers(ContentRequest),
    }),
    async (c) => c.json(await Request.cancel(c.req.valid("param").id, c.req.valid("json").note), 200),
  );
