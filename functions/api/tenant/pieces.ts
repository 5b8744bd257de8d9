import { createRoute } from "@hono/zod-openapi";
import * as EditSuggestion from "#core/edit-suggestion/index.ts";
import * as Piece from "#core/piece/read.ts";
import * as Repurpose from "#core/repurpose/index.ts";
import { EditWish, EditSuggestion as Suggestion } from "#schema/edit-suggestion.ts";
import { Page } from "#schema/page.ts";
import { PieceDetail, PieceFilter, PieceItem } from "#schema/piece.ts";
import { RepurposeBatch, RepurposeOrder, RepurposeQuery } from "#schema/repurpose.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { answers, body, Items, router, withId } from "../edge/router.ts";

const tags = ["content"];

const listOf = <P extends string>(path: P, summary: string) =>
  createRoute({
    method: "get",
    path,
    tags,
    summary,
    request: { query: PieceFilter },
    responses: answers(Page(PieceItem)),
  });
const oneOf = <P extends string>(path: P, summary: string) =>
  createRoute({ method: "get", path, tags, summary, request: withId, responses: answers(PieceDetail) });

export const pieces = router()
  .openapi(listOf("/landing-pages", "Landing pages"), async (c) =>
    c.json(await Piece.list("landing_page", c.req.valid("query")), 200),
  )
  .openapi(oneOf("/landing-pages/{id}", "One landing page"), async (c) =>
    c.json(await Piece.get("landing_page", c.req.valid("param").id), 200),
  )
  .openapi(listOf("/newsletters", "Newsletters"), async (c) =>
    c.json(await Piece.list("newsletter", c.req.valid("query")), 200),
  )
  .openapi(oneOf("/newsletters/{id}", "One newsletter"), async (c) =>
    c.json(await Piece.get("newsletter", c.req.valid("param").id), 200),
  )
  .openapi(listOf("/ad-copies", "Sets of ad texts"), async (c) =>
    c.json(await Piece.list("ad_copy", c.req.valid("query")), 200),
  )
  .openapi(oneOf("/ad-copies/{id}", "One set of ad texts"), async (c) =>
    c.json(await Piece.get("ad_copy", c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/repurpose",
      tags,
      summary: "Make other kinds of text of an approved one",
      middleware: keyRequired,
      request: body(RepurposeOrder),
      responses: answers(RepurposeBatch),
    }),
    async (c) => c.json(await Repurpose.request(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/repurpose",
      tags,
      summary: "What was made of a text",
      request: { query: RepurposeQuery },
      responses: answers(Items(RepurposeBatch)),
    }),
    async (c) => c.json({ items: await Repurpose.list(c.req.valid("query")) }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/repurpose/{id}",
      tags,
      summary: "What became of each text",
      request: withId,
      responses: answers(RepurposeBatch),
    }),
    async (c) => c.json(await Repurpose.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-posts/{id}/assist",
      tags,
      summary: "Ask the assistant for a change",
      request: { ...withId, ...body(EditWish) },
      responses: answers(Suggestion),
    }),
    async (c) => c.json(await EditSuggestion.request(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/blog-posts/{id}/suggestions",
      tags,
      summary: "What the assistant suggested",
      request: withId,
      responses: answers(Items(Suggestion)),
    }),
    async (c) => c.json({ items: await EditSuggestion.list(c.req.valid("param").id) }, 200),
  );
