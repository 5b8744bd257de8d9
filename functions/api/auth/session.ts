import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as Account from "#core/account/index.ts";
import * as Auth from "#core/auth/index.ts";
import { AccountSession } from "#schema/account.ts";
import { LoginResult, Refresh, RefreshResult, TenantChoice, TenantSelect } from "#schema/auth.ts";
import { forgetSession, portalOf } from "../edge/cookies.ts";
import { answers, body, Items, nothing, router, withId } from "../edge/router.ts";
import { sessionToken } from "../edge/session.ts";
import { entered } from "./entry.ts";

const tags = ["auth"];
const optionalBody = { body: { required: false, content: { "application/json": { schema: Refresh } } } } as const;

export const session = router()
  .openapi(
    createRoute({
      method: "post",
      path: "/refresh",
      tags,
      summary: "A new access token",
      request: optionalBody,
      responses: answers(RefreshResult),
    }),
    async (c) => c.json(entered(c, await Auth.refresh(await secretOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/logout",
      tags,
      summary: "End the session",
      request: optionalBody,
      responses: nothing,
    }),
    async (c) => {
      await Auth.logout(await secretOf(c));
      forgetSession(c, portalOf(c));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/tenants",
      tags,
      summary: "Workspaces I may enter",
      responses: answers(Items(TenantChoice)),
    }),
    async (c) => c.json({ items: await Auth.tenants() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/select",
      tags,
      summary: "Enter a workspace",
      request: body(TenantSelect),
      responses: answers(LoginResult),
    }),
    async (c) => c.json(entered(c, await Auth.select(c.req.valid("json").tenantId)), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/sessions",
      tags,
      summary: "Devices I am signed in on",
      responses: answers(Items(AccountSession)),
    }),
    async (c) => c.json({ items: await Account.sessions() }, 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/sessions/{id}",
      tags,
      summary: "End one of my sessions",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Account.revoke(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/sessions/revoke-others",
      tags,
      summary: "End all sessions but this one",
      responses: nothing,
    }),
    async (c) => {
      await Account.revokeOthers();
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/devices/forget",
      tags,
      summary: "Ask for the second factor on every device again",
      responses: nothing,
    }),
    async (c) => {
      await Account.forgetDevices();
      return c.body(null, 204);
    },
  );

// Apps send the session's secret in the body, browsers in their cookie.
async function secretOf(c: Context): Promise<string | undefined> {
  const given = Refresh.safeParse(await c.req.json().catch(() => ({})));
  return given.data?.refreshToken ?? sessionToken(c);
}
