import { createRoute } from "@hono/zod-openapi";
import * as Platform from "#core/skill/platform.ts";
import * as OfTenants from "#core/skill/tenants.ts";
import { Page } from "#schema/page.ts";
import {
  Skill,
  SkillCreate,
  SkillPatch,
  SkillRow,
  SkillVersion,
  TenantSkill,
  TenantSkillFilter,
  TenantSkillRow,
} from "#schema/skill.ts";
import { answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["skills"];

export const skills = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/skills",
      tags,
      summary: "The platform's skills",
      responses: answers(Items(SkillRow)),
    }),
    async (c) => c.json({ items: await Platform.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/skills",
      tags,
      summary: "Write a skill for every client",
      request: body(SkillCreate),
      responses: creates(Skill),
    }),
    async (c) => c.json(await Platform.create(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/skills/{id}",
      tags,
      summary: "One skill in full",
      request: withId,
      responses: answers(Skill),
    }),
    async (c) => c.json(await Platform.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/skills/{id}",
      tags,
      summary: "Edit a skill, or switch it on or off",
      request: { ...withId, ...body(SkillPatch) },
      responses: answers(Skill),
    }),
    async (c) => c.json(await Platform.patch(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/skills/{id}/versions",
      tags,
      summary: "What it said before",
      request: withId,
      responses: answers(Items(SkillVersion)),
    }),
    async (c) => c.json({ items: await Platform.versions(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/tenant-skills",
      tags,
      summary: "Skills that clients wrote for themselves",
      request: { query: TenantSkillFilter },
      responses: answers(Page(TenantSkillRow)),
    }),
    async (c) => c.json(await OfTenants.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/tenant-skills/{id}",
      tags,
      summary: "One of them in full",
      request: withId,
      responses: answers(TenantSkill),
    }),
    async (c) => c.json(await OfTenants.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/skills/{id}",
      tags,
      summary: "Take a skill away",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Platform.remove(c.req.valid("param").id);
      return c.body(null, 204);
    },
  );
