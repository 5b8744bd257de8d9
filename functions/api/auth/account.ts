import { createRoute } from "@hono/zod-openapi";
import * as Account from "#core/account/index.ts";
import {
  EmailChange,
  EmailVerify,
  PasswordChange,
  PasswordCheck,
  PasswordForgot,
  PasswordReset,
  PasswordVerdict,
  Security,
  Taken,
  User,
  UserPatch,
} from "#schema/account.ts";
import { accepts, answers, body, nothing, router } from "../edge/router.ts";

const tags = ["account"];
const taken = { accepted: true as const };

export const account = router()
  .openapi(
    createRoute({ method: "get", path: "/me", tags, summary: "Who am I", responses: answers(User) }),
    async (c) => c.json(await Account.me(), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/me",
      tags,
      summary: "Change my profile",
      request: body(UserPatch),
      responses: answers(User),
    }),
    async (c) => c.json(await Account.update(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/security",
      tags,
      summary: "What guards my account",
      responses: answers(Security),
    }),
    async (c) => c.json(await Account.security(), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/password/check",
      tags,
      summary: "Whether a password may be used",
      request: body(PasswordCheck),
      responses: answers(PasswordVerdict),
    }),
    async (c) => c.json(await Account.checkPassword(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/password/forgot",
      tags,
      summary: "Ask for the mail that sets a new password",
      request: body(PasswordForgot),
      responses: accepts(Taken),
    }),
    async (c) => {
      await Account.forgot(c.req.valid("json"));
      return c.json(taken, 202);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/password/reset",
      tags,
      summary: "Set a new password with the mailed link",
      request: body(PasswordReset),
      responses: nothing,
    }),
    async (c) => {
      await Account.reset(c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/password/change",
      tags,
      summary: "Change my password (needs a recent proof of identity)",
      request: body(PasswordChange),
      responses: nothing,
    }),
    async (c) => {
      await Account.change(c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/email/verify",
      tags,
      summary: "Confirm an address with the mailed link or code",
      request: body(EmailVerify),
      responses: nothing,
    }),
    async (c) => {
      await Account.verify(c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/email/resend",
      tags,
      summary: "Mail link and code once more",
      responses: nothing,
    }),
    async (c) => {
      await Account.resend();
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/email/change",
      tags,
      summary: "Begin to change my address (needs a recent proof of identity)",
      request: body(EmailChange),
      responses: accepts(Taken),
    }),
    async (c) => {
      await Account.changeEmail(c.req.valid("json"));
      return c.json(taken, 202);
    },
  );
