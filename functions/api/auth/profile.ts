import { createRoute } from "@hono/zod-openapi";
import { Auth } from "#core/auth/index.ts";
import { User, UserPatch } from "#schema/account.ts";
import { answers, body, router } from "../edge/router.ts";

export const profile = router()
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
  );
