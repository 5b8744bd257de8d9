import { createRoute, z } from "@hono/zod-openapi";
import { requestImage } from "#core/blog/images.ts";
import * as Blog from "#core/blog/index.ts";
import * as Publish from "#core/publish/index.ts";
import * as Regenerate from "#core/review/regenerate.ts";
import { answersOk } from "#platform/fetch.ts";
import { Activity as ActivityItem } from "#schema/activity.ts";
import {
  BlogImageOrder,
  BlogImageWish,
  BlogListItem,
  BlogPatch,
  BlogPost,
  BlogStatus,
  Claim,
  ContentVersion,
  DiffHunk,
  PublishAttempt,
} from "#schema/blog.ts";
import { oneOrMany, Page, PageQuery } from "#schema/page.ts";
import { AttemptStatus, DecideInput, PublishedType, PublishInput } from "#schema/publish.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { accepts, answers, body, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["blog posts"];
const number = z.coerce.number().int().min(1).max(100_000);
const Filter = z.strictObject({
  ...PageQuery.shape,
  status: oneOrMany(BlogStatus),
  q: z.string().trim().min(2).max(200).optional(),
  sort: z.enum(["-updatedAt", "-createdAt", "title"]).default("-updatedAt"),
});
const versioned = { params: z.object({ id: z.string().max(60), version: number }) };
const claimed = { params: z.object({ id: z.string().max(60), claimId: z.string().max(60) }) };

export const blog = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/blog-posts",
      tags,
      summary: "Posts",
      request: { query: Filter },
      responses: answers(Page(BlogListItem)),
    }),
    async (c) => c.json(await Blog.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/blog-posts/{id}",
      tags,
      summary: "One post",
      request: withId,
      responses: answers(BlogPost),
    }),
    async (c) => c.json(tag(c, await Blog.get(c.req.valid("param").id)), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/blog-posts/{id}",
      tags,
      summary: "Edit: a new version",
      request: { ...withId, ...body(BlogPatch) },
      responses: answers(BlogPost),
    }),
    async (c) => c.json(tag(c, await Blog.edit(c.req.valid("param").id, c.req.valid("json"), rowVersionOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-posts/{id}/images",
      tags,
      summary: "Have a picture made",
      request: { ...withId, ...body(BlogImageWish) },
      responses: accepts(BlogImageOrder),
    }),
    async (c) => c.json(await requestImage(c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/blog-posts/{id}/versions",
      tags,
      summary: "Versions",
      request: withId,
      responses: answers(Items(ContentVersion)),
    }),
    async (c) => c.json({ items: await Blog.versions(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/blog-posts/{id}/versions/{version}",
      tags,
      summary: "One version",
      request: versioned,
      responses: answers(ContentVersion),
    }),
    async (c) => c.json(await Blog.version(c.req.valid("param").id, c.req.valid("param").version), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-posts/{id}/versions/{version}/restore",
      tags,
      summary: "Bring a version back",
      request: versioned,
      responses: answers(BlogPost),
    }),
    async (c) => c.json(tag(c, await Blog.restore(c.req.valid("param").id, c.req.valid("param").version)), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/blog-posts/{id}/diff",
      tags,
      summary: "What changed between two versions",
      request: { ...withId, query: z.strictObject({ from: number, to: number }) },
      responses: answers(z.object({ hunks: z.array(DiffHunk) })),
    }),
    async (c) =>
      c.json(
        { hunks: await Blog.diff(c.req.valid("param").id, c.req.valid("query").from, c.req.valid("query").to) },
        200,
      ),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/blog-posts/{id}/claims",
      tags,
      summary: "Factual sentences and their sources",
      request: withId,
      responses: answers(Items(Claim)),
    }),
    async (c) => c.json({ items: await Blog.claims(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-posts/{id}/claims/{claimId}/waive",
      tags,
      summary: "Accept an unsupported sentence",
      request: { ...claimed, ...body(z.strictObject({ note: z.string().trim().min(10).max(1_000) })) },
      responses: answers(Claim),
    }),
    async (c) =>
      c.json(await Blog.waive(c.req.valid("param").id, c.req.valid("param").claimId, c.req.valid("json").note), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-posts/{id}/archive",
      tags,
      summary: "Take out of work",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Blog.archive(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-posts/{id}/regenerate",
      tags,
      summary: "Let the writer try again",
      middleware: keyRequired,
      request: { ...withId, ...body(z.strictObject({ notes: z.string().trim().min(10).max(4_000) })) },
      responses: accepts(ActivityItem),
    }),
    async (c) => c.json(await Regenerate.run(c.req.valid("param").id, c.req.valid("json").notes), 202),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-posts/{id}/publish",
      tags,
      summary: "Send the approved version",
      middleware: keyRequired,
      request: { ...withId, ...body(PublishInput) },
      responses: accepts(PublishAttempt),
    }),
    async (c) =>
      c.json(
        await Publish.attempt(await Publish.publish("blog_post", c.req.valid("param").id, c.req.valid("json"))),
        202,
      ),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-posts/{id}/mark-published",
      tags,
      summary: "Published by hand",
      request: { ...withId, ...body(z.strictObject({ url: z.url().max(2_000) })) },
      responses: answers(BlogPost),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Publish.markPublished(id, c.req.valid("json").url, answersOk);
      return c.json(tag(c, await Blog.get(id)), 200);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/publish-attempts",
      tags: ["publishing"],
      summary: "Attempts",
      request: {
        query: z.strictObject({
          ...PageQuery.shape,
          status: oneOrMany(AttemptStatus),
          subjectType: oneOrMany(PublishedType),
        }),
      },
      responses: answers(Page(PublishAttempt)),
    }),
    async (c) => c.json(await Publish.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/publish-attempts/{id}",
      tags: ["publishing"],
      summary: "One attempt with its evidence",
      request: withId,
      responses: answers(PublishAttempt),
    }),
    async (c) => c.json(await Publish.attempt(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/publish-attempts/{id}/decide",
      tags: ["publishing"],
      summary: "Say what nobody could find out",
      middleware: keyRequired,
      request: { ...withId, ...body(DecideInput) },
      responses: answers(PublishAttempt),
    }),
    async (c) =>
      c.json(await Publish.decide(c.req.valid("param").id, c.req.valid("json").outcome, c.req.valid("json").url), 200),
  );
