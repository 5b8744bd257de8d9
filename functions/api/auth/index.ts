import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { handle } from "hono/aws-lambda";
import { Auth } from "#core/auth/index.ts";
import { person } from "#platform/actor.ts";
import { checkAccess } from "#platform/token.ts";
import {
  Login,
  LoginResult,
  Refresh,
  RefreshResult,
  TenantChoice,
  TenantSelect,
  User,
  UserPatch,
} from "#schema/auth.ts";
import type { AppName } from "#schema/roles.ts";
import { forgetSession, portalOf, portalOfApp, rememberSession } from "../edge/cookies.ts";
import { sessionToken } from "../edge/door.ts";
import { answers, body, Items, nothing, router } from "../edge/router.ts";
import { surface } from "../edge/surface.ts";

const sessionSeconds = 7 * 24 * 3_600;

const routes = router()
  .openapi(
    createRoute({
      method: "post",
      path: "/login",
      tags: ["auth"],
      summary: "Sign in to one app",
      request: body(Login),
      responses: answers(LoginResult),
    }),
    async (c) => {
      const input = c.req.valid("json");
      const result = await Auth.login(input);
      rememberSession(c, portalOfApp[input.app], result, sessionSeconds);
      return c.json(result, 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/refresh",
      tags: ["auth"],
      summary: "A new access token",
      request: { body: { required: false, content: { "application/json": { schema: Refresh } } } },
      responses: answers(RefreshResult),
    }),
    async (c) => {
      const given = await c.req.json<{ refreshToken?: string }>().catch(() => ({ refreshToken: undefined }));
      const result = await Auth.refresh(given.refreshToken ?? sessionToken(c));
      rememberSession(c, portalOf(c), result, sessionSeconds);
      return c.json(result, 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/logout",
      tags: ["auth"],
      summary: "End the session",
      request: { body: { required: false, content: { "application/json": { schema: Refresh } } } },
      responses: nothing,
    }),
    async (c) => {
      const given = await c.req.json<{ refreshToken?: string }>().catch(() => ({ refreshToken: undefined }));
      await Auth.logout(given.refreshToken ?? sessionToken(c));
      forgetSession(c, portalOf(c));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({ method: "get", path: "/me", tags: ["auth"], summary: "Who am I", responses: answers(User) }),
    async (c) => c.json(await Auth.me(), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/me",
      tags: ["auth"],
      summary: "Change my profile",
      request: body(UserPatch),
      responses: answers(User),
    }),
    async (c) => c.json(await Auth.updateMe(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/tenants",
      tags: ["auth"],
      summary: "Workspaces I may enter",
      responses: answers(Items(TenantChoice)),
    }),
    async (c) => {
      person();
      return c.json({ items: await Auth.tenants(await appOf(c)) }, 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/select",
      tags: ["auth"],
      summary: "Enter a workspace",
      request: body(z.strictObject({ ...TenantSelect.shape, ...Refresh.shape })),
      responses: answers(LoginResult),
    }),
    async (c) => {
      const { tenantId, refreshToken } = c.req.valid("json");
      const result = await Auth.select(refreshToken ?? sessionToken(c), tenantId);
      rememberSession(c, portalOf(c), result, sessionSeconds);
      return c.json(result, 200);
    },
  );

async function appOf(c: Context): Promise<AppName> {
  const token = c.req.header("authorization")?.replace(/^Bearer /, "");
  if (token) return (await checkAccess(token)).app;
  const portal = portalOf(c);
  return portal === "dm" ? "dm-portal" : portal;
}

export const app = surface("auth", routes);
export const handler = handle(app);
