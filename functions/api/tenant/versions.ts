import { createRoute, z } from "@hono/zod-openapi";
import { diff, versions as versionsOf } from "#core/piece/versions.ts";
import { ContentVersion, DiffHunk } from "#schema/blog.ts";
import type { EditedType } from "#schema/edit-lock.ts";
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

const historyOf = <P extends string>(path: P, type: EditedType) =>
  router()
    .openapi(history(path), async (c) => c.json({ items: await versionsOf(type, c.req.valid("param").id) }, 200))
    .openapi(changes(path), async (c) => {
      const { from, to } = c.req.valid("query");
      return c.json({ hunks: await diff(type, c.req.valid("param").id, from, to) }, 200);
    });

export const versions = router()
  .route("/", historyOf("/landing-pages", "landing_page"))
  .route("/", historyOf("/newsletters", "newsletter"))
  .route("/", historyOf("/ad-copies", "ad_copy"))
  .route("/", historyOf("/social-posts", "social_post"))
  .route("/", historyOf("/gbp-posts", "gbp_post"));
