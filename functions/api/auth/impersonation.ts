import { createRoute } from "@hono/zod-openapi";
import { begin, end } from "#core/impersonation/session.ts";
import { LoginResult } from "#schema/auth.ts";
import { ImpersonationBegin, ImpersonationEnded } from "#schema/impersonation.ts";
import { forgetSession } from "../edge/cookies.ts";
import { answers, body, router } from "../edge/router.ts";
import { entered } from "./entry.ts";

const tags = ["impersonation"];

/** The Dashboard's part of acting as somebody else. */
export const impersonation = router()
  .openapi(
    createRoute({
      method: "post",
      path: "/impersonation/begin",
      tags,
      summary: "Exchange the hand-over of Manage for a session",
      request: body(ImpersonationBegin),
      responses: answers(LoginResult),
    }),
    async (c) => c.json(entered(c, await begin(c.req.valid("json").token)), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/impersonation/end",
      tags,
      summary: "Stop acting as somebody else",
      responses: answers(ImpersonationEnded),
    }),
    async (c) => {
      const answer = await end();
      forgetSession(c, "dashboard");
      return c.json(answer, 200);
    },
  );
