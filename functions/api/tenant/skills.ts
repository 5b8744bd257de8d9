import { createRoute } from "@hono/zod-openapi";
import * as Skill from "#core/skill/index.ts";
import { SkillCreate, Skill as SkillItem, SkillPatch, SkillRow } from "#schema/skill.ts";
import { answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["skills"];

export const skills = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/skills",
      tags,
      summary: "Skills agents may load",
      responses: answers(Items(SkillRow)),
    }),
    async (c) => c.json({ items: await Skill.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/skills",
      tags,
      summary: "Write a skill of one's own",
      request: body(SkillCreate),
      responses: creates(SkillItem),
    }),
    async (c) => c.json(await Skill.create(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/skills/{id}",
      tags,
      summary: "One skill in full",
      request: withId,
      responses: answers(SkillItem),
    }),
    async (c) => c.json(await Skill.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/skills/{id}",
      tags,
      summary: "Edit a skill, or switch it on or off",
      request: { ...withId, ...body(SkillPatch) },
      responses: answers(SkillItem),
    }),
    async (c) => c.json(await Skill.patch(c.req.valid("param").id, c.req.valid("json")), 200),
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
      await Skill.remove(c.req.valid("param").id);
      return c.body(null, 204);
    },
  );
