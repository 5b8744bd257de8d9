import { createRoute, z } from "@hono/zod-openapi";
import { handle } from "hono/aws-lambda";
import { answered } from "#core/letter/answered.ts";
import { heard } from "#core/letter/heard.ts";
import * as WayOut from "#core/letter/way-out.ts";
import * as Link from "#core/link/index.ts";
import {
  LinkApprove,
  LinkCodeSent,
  LinkComment,
  LinkItem,
  LinkReject,
  LinkVerified,
  LinkVerify,
  LinkView,
} from "#schema/approval-link.ts";
import { Unsubscription } from "#schema/newsletter.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { byLink, keepProof, proofOf } from "../edge/link.ts";
import { accepts, answers, body, creates, nothing, router } from "../edge/router.ts";
import { surface } from "../edge/surface.ts";

const tags = ["signed link"];
const withToken = { params: z.object({ token: z.string().min(1).max(200) }) };

const routes = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/links/{token}",
      tags,
      summary: "What the link is about",
      request: withToken,
      responses: answers(LinkView),
    }),
    async (c) => {
      const { linkId } = Link.self();
      return c.json(await Link.open(proofOf(c, linkId)), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/links/{token}/code",
      tags,
      summary: "Have a code mailed to the contact",
      request: withToken,
      responses: accepts(LinkCodeSent),
    }),
    async (c) => c.json(await Link.sendCode(), 202),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/links/{token}/verify",
      tags,
      summary: "Prove to be the contact; opens deciding for half an hour",
      request: { ...withToken, ...body(LinkVerify) },
      responses: answers(LinkVerified),
    }),
    async (c) => {
      const { session, until } = await Link.verify(c.req.valid("json").code);
      keepProof(c, Link.self().linkId, session);
      return c.json({ verifiedUntil: until }, 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/links/{token}/comments",
      tags,
      summary: "Say something about it",
      request: { ...withToken, ...body(LinkComment) },
      responses: creates(LinkItem),
    }),
    async (c) => c.json(await Link.comment(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/links/{token}/approve",
      tags,
      summary: "Approve exactly what was shown",
      middleware: keyRequired,
      request: { ...withToken, ...body(LinkApprove) },
      responses: answers(LinkItem),
    }),
    async (c) => c.json(await Link.approve(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/links/{token}/reject",
      tags,
      summary: "Send it back with a reason",
      middleware: keyRequired,
      request: { ...withToken, ...body(LinkReject) },
      responses: answers(LinkItem),
    }),
    async (c) => c.json(await Link.reject(c.req.valid("json")), 200),
  );

const unsubscribing = { tags: ["newsletter"], request: withToken, responses: answers(Unsubscription) };
const ways = routes
  .openapi(
    createRoute({ method: "get", path: "/unsubscribe/{token}", summary: "Whose mail it is", ...unsubscribing }),
    async (c) => c.json(await WayOut.look(c.req.valid("param").token), 200),
  )
  .openapi(
    createRoute({ method: "post", path: "/unsubscribe/{token}", summary: "Get no more of it", ...unsubscribing }),
    async (c) => c.json(await WayOut.unsubscribe(c.req.valid("param").token), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/mail-events",
      tags: ["newsletter"],
      summary: "What became of mails, as the mail provider tells and signs it",
      responses: nothing,
    }),
    async (c) => {
      const header = (name: string) => c.req.header(`x-twilio-email-event-webhook-${name}`) ?? "";
      await heard(await c.req.text(), { signature: header("signature"), timestamp: header("timestamp") });
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/mail-answers",
      tags: ["newsletter"],
      summary: "A mail that somebody answered with, as the mail provider hands it over and signs it",
      responses: nothing,
    }),
    async (c) => {
      const header = (name: string) => c.req.header(`x-twilio-email-event-webhook-${name}`) ?? "";
      const body = new Uint8Array(await c.req.arrayBuffer());
      const signed = { signature: header("signature"), timestamp: header("timestamp") };
      await answered(body, c.req.header("content-type") ?? "", signed);
      return c.body(null, 204);
    },
  );

export const app = surface("client", ways, { identify: byLink });
export const handler = handle(app);
