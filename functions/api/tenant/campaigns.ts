import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import * as Asking from "#core/campaign/asking.ts";
import * as Audience from "#core/campaign/audience.ts";
import * as Brief from "#core/campaign/brief.ts";
import * as Edit from "#core/campaign/edit.ts";
import * as List from "#core/campaign/list.ts";
import {
  AutoPilot,
  BriefOrder,
  Campaign,
  CampaignDetail,
  CampaignDraft,
  CampaignFilter,
  CampaignPatch,
  CampaignStep,
} from "#schema/campaign-plan.ts";
import { id } from "#schema/ids.ts";
import { Page } from "#schema/page.ts";
import { ReviewAsking, ReviewRequests } from "#schema/review-campaign.ts";
import { accepts, answers, body, creates, router, withId } from "../edge/router.ts";

const tags = ["campaigns"];
const Ordered = z.object({ ordered: z.literal(true) });
const ordered = { ordered: true } as const;

export const campaigns = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/campaigns",
      tags,
      summary: "Campaigns",
      request: { query: CampaignFilter },
      responses: answers(Page(Campaign)),
    }),
    async (c) => c.json(await List.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/campaigns",
      tags,
      summary: "Begin a campaign",
      request: body(CampaignDraft),
      responses: creates(z.object({ id: id("campaign") })),
    }),
    async (c) => c.json({ id: await Edit.create(c.req.valid("json")) }, 201),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/campaigns/{id}",
      tags,
      summary: "One campaign with brief and audiences",
      request: withId,
      responses: answers(CampaignDetail),
    }),
    async (c) => c.json(await List.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/campaigns/{id}",
      tags,
      summary: "Change a campaign",
      request: { ...withId, ...body(CampaignPatch) },
      responses: answers(CampaignDetail),
    }),
    async (c) => {
      const { id: campaignId } = c.req.valid("param");
      await Edit.edit(campaignId, c.req.valid("json"));
      return c.json(await List.get(campaignId), 200);
    },
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/campaigns/{id}/status",
      tags,
      summary: "Move a campaign on",
      request: { ...withId, ...body(CampaignStep) },
      responses: answers(CampaignDetail),
    }),
    async (c) => {
      const { id: campaignId } = c.req.valid("param");
      await Edit.step(campaignId, c.req.valid("json"));
      return c.json(await List.get(campaignId), 200);
    },
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/campaigns/{id}/auto-pilot",
      tags,
      summary: "Have changes prepared every week",
      request: { ...withId, ...body(AutoPilot) },
      responses: answers(CampaignDetail),
    }),
    async (c) => {
      const { id: campaignId } = c.req.valid("param");
      await Edit.setAutoPilot(campaignId, c.req.valid("json"));
      return c.json(await List.get(campaignId), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/campaigns/{id}/generate-brief",
      tags,
      summary: "Have the brief written",
      request: { ...withId, ...body(BriefOrder) },
      responses: accepts(Ordered),
    }),
    async (c) => {
      await Brief.generate(c.req.valid("param").id, c.req.valid("json"));
      return c.json(ordered, 202);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/campaigns/{id}/generate-audience",
      tags,
      summary: "Have the audiences worked out",
      request: withId,
      responses: accepts(Ordered),
    }),
    async (c) => {
      await Audience.generate(c.req.valid("param").id);
      return c.json(ordered, 202);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/campaigns/{id}/review-requests",
      tags,
      summary: "How customers are asked for reviews",
      request: withId,
      responses: answers(ReviewRequests),
    }),
    async (c) => c.json(await Asking.read(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/campaigns/{id}/review-requests",
      tags,
      summary: "Have the requests for reviews written",
      request: { ...withId, ...body(ReviewAsking) },
      responses: accepts(z.object({ activityId: id("activity") })),
    }),
    async (c) => {
      const { id: campaignId } = c.req.valid("param");
      return c.json({ activityId: await Asking.generate(campaignId, c.req.valid("json")) }, 202);
    },
  );
