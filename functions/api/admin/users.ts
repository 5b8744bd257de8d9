import { createRoute, z } from "@hono/zod-openapi";
import * as User from "#core/user/index.ts";
import { Page } from "#schema/page.ts";
import { UserCreate, UserDetail, UserEdit, UserFilter, UserReason, UserRow } from "#schema/user.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { answers, body, creates, nothing, router, withId } from "../edge/router.ts";

export const users = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/users",
      tags: ["users"],
      summary: "Everybody on the platform",
      request: { query: UserFilter },
      responses: answers(Page(UserRow)),
    }),
    async (c) => c.json(await User.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/users",
      tags: ["users"],
      summary: "Make a person",
      request: body(UserCreate),
      responses: creates(UserDetail),
    }),
    async (c) => c.json(await User.create(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/users/{id}",
      tags: ["users"],
      summary: "One person",
      request: withId,
      responses: answers(UserDetail),
    }),
    async (c) => c.json(tag(c, await User.get(c.req.valid("param").id)), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/users/{id}",
      tags: ["users"],
      summary: "Change a person",
      request: { ...withId, ...body(UserEdit) },
      responses: answers(UserDetail),
    }),
    async (c) => {
      const row = await User.edit(c.req.valid("param").id, c.req.valid("json"), rowVersionOf(c));
      return c.json(tag(c, row), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/users/{id}/deactivate",
      tags: ["users"],
      summary: "Shut a person out",
      request: { ...withId, ...body(UserReason) },
      responses: answers(UserDetail),
    }),
    async (c) => c.json(await User.deactivate(c.req.valid("param").id, c.req.valid("json").reason), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/users/{id}/reactivate",
      tags: ["users"],
      summary: "Let a person in again",
      request: withId,
      responses: answers(UserDetail),
    }),
    async (c) => c.json(await User.reactivate(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/users/{id}/reset-password",
      tags: ["users"],
      summary: "Mail a link to set a password",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await User.resetPassword(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/users/{id}/reset-totp",
      tags: ["users"],
      summary: "Take a second factor away (needs recent proof)",
      request: { ...withId, ...body(UserReason) },
      responses: nothing,
    }),
    async (c) => {
      await User.resetTotp(c.req.valid("param").id, c.req.valid("json").reason);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/users/{id}/end-sessions",
      tags: ["users"],
      summary: "End every session of a person",
      request: withId,
      responses: answers(z.object({ ended: z.number().int() })),
    }),
    async (c) => c.json(await User.endAllSessions(c.req.valid("param").id), 200),
  );
