import { createRoute } from "@hono/zod-openapi";
import * as Team from "#core/team/index.ts";
import { Assignments, TeamInvite, TeamMember, TeamPatch } from "#schema/member.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { answers, body, creates, Items, router, withId } from "../edge/router.ts";

/** The agency's own people. */
export const team = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/users",
      tags: ["team"],
      summary: "The agency's people",
      responses: answers(Items(TeamMember)),
    }),
    async (c) => c.json({ items: await Team.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/users/invite",
      tags: ["team"],
      summary: "Take somebody into the team",
      request: body(TeamInvite),
      responses: creates(TeamMember),
    }),
    async (c) => c.json(await Team.invite(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/users/{id}",
      tags: ["team"],
      summary: "Change somebody of the team",
      request: { ...withId, ...body(TeamPatch) },
      responses: answers(TeamMember),
    }),
    async (c) => {
      const row = await Team.patch(c.req.valid("param").id, c.req.valid("json"), rowVersionOf(c));
      return c.json(tag(c, row), 200);
    },
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/users/{id}/assignments",
      tags: ["team"],
      summary: "Set whom somebody works for",
      request: { ...withId, ...body(Assignments) },
      responses: answers(TeamMember),
    }),
    async (c) => c.json(await Team.setAssignments(c.req.valid("param").id, c.req.valid("json").tenantIds), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/users/{id}/deactivate",
      tags: ["team"],
      summary: "Shut somebody of the team out",
      request: withId,
      responses: answers(TeamMember),
    }),
    async (c) => c.json(await Team.deactivate(c.req.valid("param").id), 200),
  );
