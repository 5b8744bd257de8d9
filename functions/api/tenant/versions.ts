import { createRoute, z } from "@hono/zod-openapi";
import { diff, versions as versionsOf } from "#core/piece/versions.ts";
import { ContentVersion, DiffHunk } from "#schema/blog.ts";
import { answers, Items, router, withId } from "../edge/router.ts";

const tags = ["content"];
const number = z.coerce.number().int().min(1).max(100_000);
const compared = { ...withId, query: z.strictObject({ from: number, to: number }) };

const history = <P extends string>(path: P) =>
  createRoute({
    method: "get",
    path: `${path}/{id}/versions`,
    tags,
    summary: "Versions",
    request: withId,
    responses: answers(Items(ContentVersion)),
  });
const changes = <P extends string>(path: P) =>
  createRoute({
    method: "get",
    path: `${path}/{id}/diff`,
    tags,
    summary: "What changed between two versions",
    request: compared,
    responses: answers(z.object({ hunks: z.array(DiffHunk) })),
  });

export const versions = router()
  .openapi(history("/landing-pages"), async (c) =>
    c.json({ items: await versionsOf("landing_page", c.req.valid("param").id) }, 200),
  )
  .openapi(changes("/landing-pages"), async (c) => {
    const { from, to } = c.req.valid("query");
    return c.json({ hunks: await diff("landing_page", c.req.valid("param").id, from, to) }, 200);
  })
  .openapi(history("/newsletters"), async (c) =>
    c.json({ items: await versionsOf("newsletter", c.req.valid("param").id) }, 200),
  )
  .openapi(changes("/newsletters"), async (c) => {
    const { from, to } = c.req.valid("query");
    return c.json({ hunks: await diff("newsletter", c.req.valid("param").id, from, to) }, 200);
  })
  .openapi(history("/ad-copies"), async (c) =>
    c.json({ items: await versionsOf("ad_copy", c.req.valid("param").id) }, 200),
  )
  .openapi(changes("/ad-copies"), async (c) => {
    const { from, to } = c.req.valid("query");
    return c.json({ hunks: await diff("ad_copy", c.req.valid("param").id, from, to) }, 200);
  })
  .openapi(history("/social-posts"), async (c) =>
    c.json({ items: await versionsOf("social_post", c.req.valid("param").id) }, 200),
  )
  .openapi(changes("/social-posts"), async (c) => {
    const { from, to } = c.req.valid("query");
    return c.json({ hunks: await diff("social_post", c.req.valid("param").id, from, to) }, 200);
  })
  .openapi(history("/gbp-posts"), async (c) =>
    c.json({ items: await versionsOf("gbp_post", c.req.valid("param").id) }, 200),
  )
  .openapi(changes("/gbp-posts"), async (c) => {
    const { from, to } = c.req.valid("query");
    return c.json({ hunks: await diff("gbp_post", c.req.valid("param").id, from, to) }, 200);
  });
