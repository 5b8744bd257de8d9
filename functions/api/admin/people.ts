import { createRoute } from "@hono/zod-openapi";
import * as Impersonation from "#core/impersonation/index.ts";
import * as Tenant from "#core/tenant/index.ts";
import { Reviewers } from "#schema/admin.ts";
import { ImpersonationStart, ImpersonationStarted } from "#schema/impersonation.ts";
import { Member } from "#schema/member.ts";
import { shownOnce } from "../edge/idempotency.ts";
import { answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";

export const people = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/tenants/{id}/members",
      tags: ["tenants"],
      summary: "Who may act for a client",
      request: withId,
      responses: answers(Items(Member)),
    }),
    async (c) => c.json({ items: await Tenant.members(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/tenants/{id}/reviewers",
      tags: ["tenants"],
      summary: "Set a client's reviewers",
      request: { ...withId, ...body(Reviewers) },
      responses: answers(Items(Member)),
    }),
    async (c) =>
      c.json({ items: await Tenant.setReviewers(c.req.valid("param").id, c.req.valid("json").userIds) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/{id}/resend-welcome",
      tags: ["tenants"],
      summary: "Mail the owner again how to come in",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Tenant.resendWelcome(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/{id}/impersonate",
      tags: ["tenants"],
      summary: "Act as one of a client's people (needs recent proof)",
      middleware: shownOnce,
      request: { ...withId, ...body(ImpersonationStart) },
      responses: creates(ImpersonationStarted),
    }),
    async (c) => c.json(await Impersonation.start(c.req.valid("param").id, c.req.valid("json")), 201),
  );
