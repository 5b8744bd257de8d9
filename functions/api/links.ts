import { createRoute, z } from "@hono/zod-openapi";
import * as Link from "#core/link/index.ts";
import { ApprovalLink, ApprovalLinkOnce, LinkCreate } from "#schema/approval-link.ts";
import { shownOnce } from "./edge/idempotency.ts";
import { answers, body, creates, Items, nothing, router, withId } from "./edge/router.ts";

const tags = ["signed links"];
const ofApproval = { params: z.object({ id: z.string().min(1).max(60), linkId: z.string().min(1).max(60) }) };

/** Links for contacts of a client who have no account: sent and withdrawn where approvals are. */
export const links = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/approvals/{id}/links",
      tags,
      summary: "Signed links of an approval",
      request: withId,
      responses: answers(Items(ApprovalLink)),
    }),
    async (c) => c.json({ items: await Link.list(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/approvals/{id}/links",
      tags,
      summary: "Send a link; its address is shown once",
      middleware: shownOnce,
      request: { ...withId, ...body(LinkCreate) },
      responses: creates(ApprovalLinkOnce),
    }),
    async (c) => c.json(await Link.create(c.req.valid("param").id, c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/approvals/{id}/links/{linkId}",
      tags,
      summary: "Withdraw a link",
      request: ofApproval,
      responses: nothing,
    }),
    async (c) => {
      const { id, linkId } = c.req.valid("param");
      await Link.revoke(id, linkId);
      return c.body(null, 204);
    },
  );
