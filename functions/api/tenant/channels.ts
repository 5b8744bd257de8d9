import { createRoute, z } from "@hono/zod-openapi";
import { configure, connectAccount, connectWordpress } from "#core/channel/account.ts";
import { disconnect, pause, resume } from "#core/channel/end.ts";
import * as Channel from "#core/channel/index.ts";
import { test } from "#core/channel/test.ts";
import { analytics } from "#core/metric/read.ts";
import { request } from "#core/metric/sync.ts";
import { Channel as ChannelItem } from "#schema/channel.ts";
import { ChannelTypes, ConnectWordpress, Tested } from "#schema/connect.ts";
import { id } from "#schema/ids.ts";
import { ChannelSettings } from "#schema/insight.ts";
import { AnalyticsQuery, ChannelAnalytics, ConnectAccount } from "#schema/metric.ts";
import { accepts, answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["channels"];

/** Accounts whose numbers are read, and what they counted. */
export const channels = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/channel-types",
      tags,
      summary: "What can be connected",
      responses: answers(ChannelTypes),
    }),
    async (c) => c.json(await Channel.types(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/channels",
      tags,
      summary: "Connected channels",
      responses: answers(Items(ChannelItem)),
    }),
    async (c) => c.json({ items: await Channel.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/channels/wordpress",
      tags,
      summary: "Connect a WordPress site by an application password",
      request: body(ConnectWordpress),
      responses: creates(z.object({ id: id("channel") })),
    }),
    async (c) => c.json({ id: await connectWordpress(c.req.valid("json")) }, 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/channels",
      tags,
      summary: "Connect an account by a token of its provider",
      request: body(ConnectAccount),
      responses: creates(z.object({ id: id("channel") })),
    }),
    async (c) => c.json({ id: await connectAccount(c.req.valid("json")) }, 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/channels/{id}/sync",
      tags,
      summary: "Read the numbers now",
      request: withId,
      responses: accepts(z.object({ ordered: z.literal(true) })),
    }),
    async (c) => {
      await request(c.req.valid("param").id);
      return c.json({ ordered: true as const }, 202);
    },
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/channels/{id}/settings",
      tags,
      summary: "Whether the numbers are judged every week",
      request: { ...withId, ...body(ChannelSettings) },
      responses: nothing,
    }),
    async (c) => {
      await configure(c.req.valid("param").id, c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/channels/{id}/analytics",
      tags,
      summary: "What a channel counted, by day",
      request: { ...withId, query: AnalyticsQuery },
      responses: answers(ChannelAnalytics),
    }),
    async (c) => c.json(await analytics(c.req.valid("param").id, c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/channels/{id}/pause",
      tags,
      summary: "Let a channel rest",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await pause(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/channels/{id}/resume",
      tags,
      summary: "Let a channel go on",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await resume(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/channels/{id}/test",
      tags,
      summary: "Whether the account lets us in",
      request: withId,
      responses: answers(Tested),
    }),
    async (c) => c.json(await test(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/channels/{id}",
      tags,
      summary: "End a connection; its token is given back",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await disconnect(c.req.valid("param").id);
      return c.body(null, 204);
    },
  );
