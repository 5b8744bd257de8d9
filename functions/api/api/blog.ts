import { createRoute, z } from "@hono/zod-openapi";
import * as Blog from "#core/blog/index.ts";
import * as Publish from "#core/publish/index.ts";
import * as Request from "#core/request/index.ts";
import { BlogListItem, BlogPost, BlogStatus, PublishAttempt } from "#schema/blog.ts";
import { id } from "#schema/ids.ts";
import { oneOrMany, Page, PageQuery } from "#schema/page.ts";
import { PublishInput } from "#schema/publish.ts";
import { BlogRequestInput } from "#schema/request.ts";
import { tag } from "../edge/etag.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { scoped } from "../edge/key.ts";
import { accepts, answers, body, router, withId } from "../edge/router.ts";

const tags = ["blog posts"];
const Filter = z.strictObject({
  ...PageQuery.shape,
  status: oneOrMany(BlogStatus),
  q: z.string().trim().min(2).max(200).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  updatedSince: z.iso.datetime().optional(),
  sort: z.enum(["-updatedAt", "-createdAt", "title"]).default("-updatedAt"),
});
const Ordered = z.object({ requestId: id("blogRequest"), status: z.string() });

export const blog = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/blog-posts",
      tags,
      summary: "Posts",
      middleware: scoped("blog:read"),
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
      middleware: scoped("blog:read"),
      request: withId,
      responses: answers(BlogPost),
    }),
    async (c) => c.json(tag(c, await Blog.get(c.req.valid("param").id)), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-posts/generate",
      tags,
      summary: "Ask for a post; the agency decides",
      middleware: [scoped("blog:write"), keyRequired],
      request: body(BlogRequestInput.omit({ submit: true })),
      responses: accepts(Ordered),
    }),
    async (c) => {
      const { id: requestId, status } = await Request.create({ ...c.req.valid("json"), submit: true });
      return c.json({ requestId, status }, 202);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-posts/{id}/publish",
      tags,
      summary: "Send an approved post to its channel",
      middleware: [scoped("blog:write"), keyRequired],
      request: { ...withId, ...body(PublishInput) },
      responses: accepts(PublishAttempt),
    }),
    async (c) =>
      c.json(
        await Publish.attempt(await Publish.publish("blog_post", c.req.valid("param").id, c.req.valid("json"))),
        202,
      ),
  );
