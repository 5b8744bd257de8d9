import { createRoute, z } from "@hono/zod-openapi";
import { attach } from "#core/social/attach.ts";
import { edit } from "#core/social/edit.ts";
import * as Social from "#core/social/read.ts";
import { oneOrMany, Page, PageQuery } from "#schema/page.ts";
import { SocialCalendar, SocialPost, SocialPostEdit, SocialPostStatus } from "#schema/social.ts";
import { answers, body, router, withId } from "../edge/router.ts";

const tags = ["social posts"];
const Filter = z.strictObject({ ...PageQuery.shape, status: oneOrMany(SocialPostStatus) });
const Pictures = z.strictObject({ mediaIds: z.array(z.string().max(60)).min(1).max(10) });
const ofMonth = {
  params: z.object({ month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "must be a month such as 2026-12") }),
};

export const social = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/social-posts",
      tags,
      summary: "Posts",
      request: { query: Filter },
      responses: answers(Page(SocialPost)),
    }),
    async (c) => c.json(await Social.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/social-posts/{id}",
      tags,
      summary: "One post",
      request: withId,
      responses: answers(SocialPost),
    }),
    async (c) => c.json(await Social.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/social-posts/{id}",
      tags,
      summary: "Edit: a new version",
      request: { ...withId, ...body(SocialPostEdit) },
      responses: answers(SocialPost),
    }),
    async (c) => c.json(await edit(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/social-posts/{id}/media",
      tags,
      summary: "Give a post its pictures",
      request: { ...withId, ...body(Pictures) },
      responses: answers(SocialPost),
    }),
    async (c) => c.json(await attach(c.req.valid("param").id, c.req.valid("json").mediaIds), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/social-calendars/{month}",
      tags,
      summary: "The calendar of a month",
      request: ofMonth,
      responses: answers(SocialCalendar),
    }),
    async (c) => c.json(await Social.calendar(c.req.valid("param").month), 200),
  );
