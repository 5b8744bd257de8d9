import { createRoute, z } from "@hono/zod-openapi";
import * as ContentAudits from "#core/content-audit/index.ts";
import * as Audits from "#core/content-audit/read.ts";
import * as Research from "#core/research/read.ts";
import * as Score from "#core/score/index.ts";
import * as SiteAudits from "#core/site-audit/index.ts";
import * as Site from "#core/site-audit/read.ts";
import * as Topics from "#core/topic/index.ts";
import { ContentAudit, ContentAuditOrder, ContentScore, ScoreOrder } from "#schema/content-quality.ts";
import { Page, PageQuery } from "#schema/page.ts";
import { ResearchKind, ResearchNote, ResearchNoteDetail } from "#schema/research.ts";
import { SiteAudit, SiteAuditDetail, SiteAuditOrder } from "#schema/site-audit.ts";
import { TopicOrder, TopicOrdered } from "#schema/topic.ts";
import { accepts, answers, body, Items, router, withId } from "../edge/router.ts";

const tags = ["quality"];

export const quality = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/site-audits",
      tags,
      summary: "Audits of the site",
      responses: answers(Items(SiteAudit)),
    }),
    async (c) => c.json({ items: await Site.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/site-audits/{id}",
      tags,
      summary: "An audit of the site with its findings",
      request: withId,
      responses: answers(SiteAuditDetail),
    }),
    async (c) => c.json(await Site.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/site-audits",
      tags,
      summary: "Audit the site",
      request: body(SiteAuditOrder),
      responses: accepts(SiteAuditDetail),
    }),
    async (c) => c.json(await Site.get(await SiteAudits.request(c.req.valid("json"))), 202),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/blog-posts/{id}/audits",
      tags,
      summary: "Audits of a post",
      request: withId,
      responses: answers(Items(ContentAudit)),
    }),
    async (c) => c.json({ items: await Audits.list(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-posts/{id}/audit",
      tags,
      summary: "Audit a published post",
      request: { ...withId, ...body(ContentAuditOrder.omit({ blogPostId: true })) },
      responses: accepts(Items(ContentAudit)),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await ContentAudits.request({ blogPostId: id, ...c.req.valid("json") });
      return c.json({ items: await Audits.list(id) }, 202);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/blog-posts/{id}/score",
      tags,
      summary: "Scores of a post",
      request: withId,
      responses: answers(ContentScore),
    }),
    async (c) => c.json(await Score.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/blog-posts/{id}/score",
      tags,
      summary: "Score a post",
      request: { ...withId, ...body(ScoreOrder) },
      responses: accepts(ContentScore),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const full = c.req.valid("json").method === "full";
      return c.json(await (full ? Score.request(id) : Score.get(id)), 202);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/research-notes",
      tags,
      summary: "What the agents found out",
      request: { query: z.strictObject({ ...PageQuery.shape, kind: ResearchKind.optional() }) },
      responses: answers(Page(ResearchNote)),
    }),
    async (c) => c.json(await Research.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/research-notes/{id}",
      tags,
      summary: "One piece of research",
      request: withId,
      responses: answers(ResearchNoteDetail),
    }),
    async (c) => c.json(await Research.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/research-notes/topics",
      tags,
      summary: "Look for topics",
      request: body(TopicOrder),
      responses: accepts(TopicOrdered),
    }),
    async (c) => c.json({ activityId: await Topics.research(c.req.valid("json")) }, 202),
  );
