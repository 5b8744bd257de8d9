import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Auth } from "#core/auth/index.ts";
import { person } from "#platform/actor.ts";
import { checkAccess } from "#platform/token.ts";
import { LoginResult, Refresh, TenantChoice, TenantSelect } from "#schema/auth.ts";
import type { SessionApp } from "#schema/roles.ts";
import { portalOf, rememberSession } from "../edge/cookies.ts";
import { answers, body, Items, router } from "../edge/router.ts";
import { sessionToken } from "../edge/session.ts";
import { sessionSeconds } from "./login.ts";

export const tenants = router()
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

async function appOf(c: Context): Promise<SessionApp> {
  const token = c.req.header("authorization")?.replace(/^Bearer /, "");
  if (token) return (await checkAccess(token)).app;
  const portal = portalOf(c);
  return portal === "dm" ? "dm-portal" : portal;
}
