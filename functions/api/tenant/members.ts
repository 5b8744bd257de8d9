import { createRoute } from "@hono/zod-openapi";
import * as Invitation from "#core/invitation/index.ts";
import * as Member from "#core/member/index.ts";
import { InvitationInput, Invitation as InvitationItem } from "#schema/invitation.ts";
import { Member as MemberItem, MemberPatch, SecurityPolicy, SecurityPolicyInput } from "#schema/member.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";

export const members = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/members",
      tags: ["members"],
      summary: "Who may act here",
      responses: answers(Items(MemberItem)),
    }),
    async (c) => c.json({ items: await Member.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/members/{id}",
      tags: ["members"],
      summary: "Change somebody's role",
      request: { ...withId, ...body(MemberPatch) },
      responses: answers(MemberItem),
    }),
    async (c) => {
      const row = await Member.patch(c.req.valid("param").id, c.req.valid("json"), rowVersionOf(c));
      return c.json(tag(c, row), 200);
    },
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/members/{id}",
      tags: ["members"],
      summary: "Take somebody out",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Member.remove(c.req.valid("param").id, rowVersionOf(c));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/security",
      tags: ["members"],
      summary: "What is demanded at sign-in",
      responses: answers(SecurityPolicy),
    }),
    async (c) => c.json(await Member.policy(), 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/security",
      tags: ["members"],
      summary: "Demand a second factor, or not",
      request: body(SecurityPolicyInput),
      responses: answers(SecurityPolicy),
    }),
    async (c) => c.json(await Member.setPolicy(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/invitations",
      tags: ["members"],
      summary: "Invitations",
      responses: answers(Items(InvitationItem)),
    }),
    async (c) => c.json({ items: await Invitation.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/invitations",
      tags: ["members"],
      summary: "Invite somebody",
      request: body(InvitationInput),
      responses: creates(InvitationItem),
    }),
    async (c) => c.json(await Invitation.invite(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/invitations/{id}/resend",
      tags: ["members"],
      summary: "Send an invitation again",
      request: withId,
      responses: answers(InvitationItem),
    }),
    async (c) => c.json(await Invitation.resend(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/invitations/{id}",
      tags: ["members"],
      summary: "Call an invitation back",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Invitation.revoke(c.req.valid("param").id);
      return c.body(null, 204);
    },
  );
