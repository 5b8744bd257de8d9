import { createRoute, z } from "@hono/zod-openapi";
import * as Backlinks from "#core/backlink/index.ts";
import * as Read from "#core/backlink/read.ts";
import * as Replies from "#core/backlink/replies.ts";
import { steer } from "#core/backlink/steer.ts";
import { email } from "#core/campaign/read.ts";
import { Backlink, BacklinkOrder, BacklinkReply, OutreachMove } from "#schema/backlink.ts";
import { CampaignEmail } from "#schema/campaign.ts";
import { Page, PageQuery } from "#schema/page.ts";
import { accepts, answers, body, router, withId } from "../edge/router.ts";

const tags = ["backlinks"];

export const backlinks = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/backlinks",
      tags,
      summary: "Prospects, links and listings",
      request: { query: z.strictObject(PageQuery.shape) },
      responses: answers(Page(Backlink)),
    }),
    async (c) => c.json(await Read.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/backlinks/{id}",
      tags,
      summary: "One prospect, link or listing",
      request: withId,
      responses: answers(Backlink),
    }),
    async (c) => c.json(await Read.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/backlinks/{id}/replies",
      tags,
      summary: "What was answered to outreach",
      request: withId,
      responses: answers(z.object({ items: z.array(BacklinkReply) })),
    }),
    async (c) => c.json({ items: await Replies.ofBacklink(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/campaigns/{id}/replies",
      tags,
      summary: "What was answered to the mails of a campaign",
      request: withId,
      responses: answers(z.object({ items: z.array(BacklinkReply) })),
    }),
    async (c) => c.json({ items: await Replies.ofCampaign(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/backlinks/{id}/status",
      tags,
      summary: "Say what came of writing to a site",
      request: { ...withId, ...body(OutreachMove) },
      responses: answers(Backlink),
    }),
    async (c) => c.json(await steer(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/campaign-emails/{id}",
      tags,
      summary: "An e-mail of a campaign with its reminders",
      request: withId,
      responses: answers(CampaignEmail),
    }),
    async (c) => c.json(await email(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/backlinks/research",
      tags,
      summary: "Look for prospects",
      request: body(BacklinkOrder),
      responses: accepts(z.object({ activityId: z.string() })),
    }),
    async (c) => c.json({ activityId: await Backlinks.research(c.req.valid("json")) }, 202),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/backlinks/match",
      tags,
      summary: "Look for listings",
      responses: accepts(z.object({ ordered: z.literal(true) })),
    }),
    async (c) => {
      await Backlinks.match();
      return c.json({ ordered: true as const }, 202);
    },
  );
