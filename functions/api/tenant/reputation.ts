import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import * as Reviews from "#core/customer-review/index.ts";
import * as Read from "#core/customer-review/read.ts";
import { CustomerReview, CustomerReviewDetail, ResponseEdit, ReviewFilter } from "#schema/customer-review.ts";
import { Page } from "#schema/page.ts";
import { accepts, answers, body, nothing, router, withId } from "../edge/router.ts";

const tags = ["reviews"];

export const reputation = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/reviews",
      tags,
      summary: "What customers wrote",
      request: { query: ReviewFilter },
      responses: answers(Page(CustomerReview)),
    }),
    async (c) => c.json(await Read.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/reviews/{id}",
      tags,
      summary: "One review with its answer",
      request: withId,
      responses: answers(CustomerReviewDetail),
    }),
    async (c) => c.json(await Read.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/reviews/{id}/draft",
      tags,
      summary: "Have an answer written",
      request: withId,
      responses: accepts(z.object({ ordered: z.literal(true) })),
    }),
    async (c) => {
      await Reviews.draft(c.req.valid("param").id);
      return c.json({ ordered: true as const }, 202);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/reviews/{id}/ignore",
      tags,
      summary: "Leave a review unanswered",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Reviews.ignore(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/reviews/{id}/restore",
      tags,
      summary: "Answer an ignored review after all",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Reviews.ignore(c.req.valid("param").id, true);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/review-responses/{id}",
      tags,
      summary: "Word an answer",
      request: { ...withId, ...body(ResponseEdit) },
      responses: nothing,
    }),
    async (c) => {
      await Reviews.edit(c.req.valid("param").id, c.req.valid("json"));
      return c.body(null, 204);
    },
  );
