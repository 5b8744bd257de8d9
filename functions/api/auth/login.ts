import { createRoute } from "@hono/zod-openapi";
import { Auth } from "#core/auth/index.ts";
import { Login, LoginResult, Refresh, RefreshResult } from "#schema/auth.ts";
import { forgetSession, portalOf, portalOfApp, rememberSession } from "../edge/cookies.ts";
import { answers, body, nothing, router } from "../edge/router.ts";
import { sessionToken } from "../edge/session.ts";

export const sessionSeconds = 7 * 24 * 3_600;

export const login = router()
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
      if (input.app !== "mobile") rememberSession(c, portalOfApp[input.app], result, sessionSeconds);
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
  );
