import { createRoute } from "@hono/zod-openapi";
import * as Auth from "#core/auth/index.ts";
import { Taken } from "#schema/account.ts";
import {
  Login,
  LoginAnswer,
  LoginConfirm,
  LoginConfirmed,
  LoginPasskey,
  LoginPasskeyOptions,
  LoginRecovery,
  LoginResult,
  LoginSetup,
  LoginTotp,
  PasskeyOptions,
  TotpSetup,
  Unlock,
  UnlockRequest,
} from "#schema/auth.ts";
import { accepts, answers, body, nothing, router } from "../edge/router.ts";
import { entered, markOf } from "./entry.ts";

const tags = ["auth"];

export const login = router()
  .openapi(
    createRoute({
      method: "post",
      path: "/login",
      tags,
      summary: "Sign in to one app",
      request: body(Login),
      responses: answers(LoginAnswer),
    }),
    async (c) => c.json(entered(c, await Auth.login(c.req.valid("json"), markOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/login/totp",
      tags,
      summary: "Finish signing in with a code of the authenticator app",
      request: body(LoginTotp),
      responses: answers(LoginResult),
    }),
    async (c) => c.json(entered(c, await Auth.loginTotp(c.req.valid("json"), markOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/login/recovery",
      tags,
      summary: "Finish signing in with a recovery code",
      request: body(LoginRecovery),
      responses: answers(LoginResult),
    }),
    async (c) => c.json(entered(c, await Auth.loginRecovery(c.req.valid("json"), markOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/login/totp/setup",
      tags,
      summary: "Begin to enrol the second factor an account must have",
      request: body(LoginSetup),
      responses: answers(TotpSetup),
    }),
    async (c) => c.json(await Auth.loginSetup(c.req.valid("json"), markOf(c)), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/login/totp/confirm",
      tags,
      summary: "Confirm that factor and enter",
      request: body(LoginConfirm),
      responses: answers(LoginConfirmed),
    }),
    async (c) => c.json(entered(c, await Auth.loginConfirm(c.req.valid("json"), markOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/login/passkey/options",
      tags,
      summary: "Begin to sign in with a passkey",
      request: body(LoginPasskeyOptions),
      responses: answers(PasskeyOptions),
    }),
    async (c) => c.json(entered(c, await Auth.passkeyOptions(c.req.valid("json"), markOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/login/passkey",
      tags,
      summary: "Sign in with a passkey",
      request: body(LoginPasskey),
      responses: answers(LoginResult),
    }),
    async (c) => c.json(entered(c, await Auth.loginPasskey(c.req.valid("json"), markOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/unlock/request",
      tags,
      summary: "Ask for the mail that lifts a lock",
      request: body(UnlockRequest),
      responses: accepts(Taken),
    }),
    async (c) => {
      await Auth.requestUnlock(c.req.valid("json"));
      return c.json({ accepted: true as const }, 202);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/unlock",
      tags,
      summary: "Lift a lock with the mailed link",
      request: body(Unlock),
      responses: nothing,
    }),
    async (c) => {
      await Auth.unlock(c.req.valid("json").token);
      return c.body(null, 204);
    },
  );
