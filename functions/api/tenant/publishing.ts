import { createRoute, z } from "@hono/zod-openapi";
import { edit } from "#core/gbp-post/edit.ts";
import * as GbpPost from "#core/gbp-post/read.ts";
import * as Address from "#core/newsletter/address.ts";
import * as Audience from "#core/newsletter/audience.ts";
import * as People from "#core/newsletter/people.ts";
import * as Publish from "#core/publish/index.ts";
import { PublishAttempt } from "#schema/blog.ts";
import { GbpPostEdit, GbpPostFilter, GbpPost as GbpPostShape } from "#schema/gbp-post.ts";
import { AudienceChoice, NewsletterSending, Recipient, RecipientFilter } from "#schema/newsletter.ts";
import { Page } from "#schema/page.ts";
import { type PublishedType, ReleaseInput } from "#schema/publish.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { accepts, answers, body, nothing, router, withId } from "../edge/router.ts";

const tags = ["publishing"];

/** A route that sends an approved piece of a kind. */
const sending = <P extends string>(path: P, summary: string) =>
  createRoute({
    method: "post",
    path,
    tags,
    summary,
    middleware: keyRequired,
    request: { ...withId, ...body(ReleaseInput) },
    responses: accepts(PublishAttempt),
  });

async function send(type: PublishedType, id: string, { channelId, at }: ReleaseInput): Promise<PublishAttempt> {
  const attemptId = await Publish.publish(type, id, { channelId, at: at ? new Date(at) : undefined });
  return Publish.attempt(attemptId);
}

export const publishing = router()
  .openapi(sending("/social-posts/{id}/schedule", "Plan an approved post, or send it now"), async (c) =>
    c.json(await send("social_post", c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/social-posts/{id}/unschedule",
      tags,
      summary: "Take a planned post out of line",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Publish.unschedule("social_post", c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/gbp-posts",
      tags: ["content"],
      summary: "Posts on the Business Profile",
      request: { query: GbpPostFilter },
      responses: answers(Page(GbpPostShape)),
    }),
    async (c) => c.json(await GbpPost.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/gbp-posts/{id}",
      tags: ["content"],
      summary: "One post on the Business Profile",
      request: withId,
      responses: answers(GbpPostShape),
    }),
    async (c) => c.json(await GbpPost.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/gbp-posts/{id}",
      tags: ["content"],
      summary: "Edit: a new version",
      request: { ...withId, ...body(GbpPostEdit) },
      responses: answers(GbpPostShape),
    }),
    async (c) => c.json(await edit(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(sending("/gbp-posts/{id}/publish", "Send an approved post to the Business Profile"), async (c) =>
    c.json(await send("gbp_post", c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/gbp-posts/{id}/unschedule",
      tags,
      summary: "Take a planned post out of line",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Publish.unschedule("gbp_post", c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(sending("/newsletters/{id}/send", "Send an approved newsletter, now or at a time"), async (c) =>
    c.json(await send("newsletter", c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(sending("/newsletters/{id}/resend", "Send a failed newsletter to those who did not get it"), async (c) =>
    c.json(await send("newsletter", c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/newsletters/{id}/recipients",
      tags: ["content"],
      summary: "Each person's copy",
      request: { ...withId, query: RecipientFilter },
      responses: answers(Page(Recipient)),
    }),
    async (c) => c.json(await People.recipients(c.req.valid("param").id, c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/newsletters/{id}/sending",
      tags,
      summary: "Whom a newsletter goes to, and how far its sending came",
      request: withId,
      responses: answers(NewsletterSending),
    }),
    async (c) => c.json(await Audience.sending(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/newsletters/{id}/audience",
      tags,
      summary: "Say whom a newsletter goes to; it is decided anew",
      request: { ...withId, ...body(AudienceChoice) },
      responses: answers(NewsletterSending),
    }),
    async (c) => c.json(await Address.choose(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/newsletters/{id}/test",
      tags,
      summary: "Send one copy to oneself",
      request: withId,
      responses: accepts(z.object({ ordered: z.literal(true) })),
    }),
    async (c) => {
      await Address.orderTest(c.req.valid("param").id);
      return c.json({ ordered: true as const }, 202);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/newsletters/{id}/unschedule",
      tags,
      summary: "Take a planned newsletter out of line",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Publish.unschedule("newsletter", c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(sending("/lead-emails/{id}/send", "Send an approved e-mail to a lead, now or at a time"), async (c) =>
    c.json(await send("lead_email", c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(
    sending("/campaign-emails/{id}/send", "Send an approved e-mail of a campaign now, or a failed one again"),
    async (c) => c.json(await send("campaign_email", c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(sending("/ad-copies/{id}/push", "Put approved ads into the ad account, paused"), async (c) =>
    c.json(await send("ad_copy", c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(sending("/landing-pages/{id}/publish", "Put an approved page on the client's site"), async (c) =>
    c.json(await send("landing_page", c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(sending("/code-changes/{id}/propose", "Open a pull request with an approved change"), async (c) =>
    c.json(await send("code_change", c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(sending("/optimisations/{id}/apply", "Make approved changes in the ad account"), async (c) =>
    c.json(await send("recommendation_batch", c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(sending("/review-responses/{id}/post", "Post an approved answer under its review"), async (c) =>
    c.json(await send("review_response", c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/publish-attempts/{id}/republish",
      tags,
      summary: "Send again what certainly did not go out",
      middleware: keyRequired,
      request: { ...withId, ...body(z.strictObject({})) },
      responses: accepts(PublishAttempt),
    }),
    async (c) => c.json(await Publish.attempt(await Publish.republish(c.req.valid("param").id)), 202),
  );
