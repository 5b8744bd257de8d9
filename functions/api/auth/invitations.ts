import { createRoute, z } from "@hono/zod-openapi";
import { accept, preview } from "#core/invitation/accept.ts";
import { LoginAnswer } from "#schema/auth.ts";
import { InvitationAccept, InvitationPreview } from "#schema/invitation.ts";
import { answers, body, router } from "../edge/router.ts";
import { entered } from "./entry.ts";

const tags = ["invitations"];
const withToken = { params: z.object({ token: z.string().min(1).max(200) }) } as const;

/** What a mailed invitation opens. */
export const invitations = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/invitations/{token}",
      tags,
      summary: "What the invitation is to",
      request: withToken,
      responses: answers(InvitationPreview),
    }),
    async (c) => c.json(await preview(c.req.valid("param").token), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/invitations/{token}/accept",
      tags,
      summary: "Accept it and sign in",
      request: { ...withToken, ...body(InvitationAccept) },
      responses: answers(LoginAnswer),
    }),
    async (c) => c.json(entered(c, await accept(c.req.valid("param").token, c.req.valid("json"))), 200),
  );
