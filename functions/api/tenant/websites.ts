import { createRoute, z } from "@hono/zod-openapi";
import * as Crawl from "#core/crawl/index.ts";
import { Crawl as CrawlItem, CrawlSettings, CrawlSettingsInput, WebMedia, WebPage } from "#schema/crawl.ts";
import { Page, PageQuery } from "#schema/page.ts";
import { accepts, answers, body, router } from "../edge/router.ts";

const tags = ["websites"];
const name = z.string().min(1).max(60);
const ofChannel = { params: z.object({ channelId: name }) } as const;
const ofThing = { params: z.object({ channelId: name, id: name }) } as const;
const Filter = z.strictObject({
  ...PageQuery.shape,
  status: z.enum(["present", "removed", "broken"]).optional(),
  q: z.string().trim().min(2).max(200).optional(),
});

export const websites = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/websites/{channelId}/pages",
      tags,
      summary: "Pages of a website",
      request: { ...ofChannel, query: Filter },
      responses: answers(Page(WebPage)),
    }),
    async (c) => c.json(await Crawl.pages(c.req.valid("param").channelId, c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/websites/{channelId}/pages/{id}",
      tags,
      summary: "One page of a website",
      request: ofThing,
      responses: answers(WebPage),
    }),
    async (c) => c.json(await Crawl.page(c.req.valid("param").channelId, c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/websites/{channelId}/media",
      tags,
      summary: "Images and documents of a website",
      request: { ...ofChannel, query: PageQuery },
      responses: answers(Page(WebMedia)),
    }),
    async (c) => c.json(await Crawl.media(c.req.valid("param").channelId, c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/websites/{channelId}/crawls",
      tags,
      summary: "Crawls of a website",
      request: { ...ofChannel, query: PageQuery },
      responses: answers(Page(CrawlItem)),
    }),
    async (c) => c.json(await Crawl.list(c.req.valid("param").channelId, c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/websites/{channelId}/crawls",
      tags,
      summary: "Crawl a website now",
      request: ofChannel,
      responses: accepts(CrawlItem),
    }),
    async (c) => {
      const { channelId } = c.req.valid("param");
      return c.json(await Crawl.get(channelId, await Crawl.start(channelId)), 202);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/websites/{channelId}/crawls/{id}",
      tags,
      summary: "One crawl",
      request: ofThing,
      responses: answers(CrawlItem),
    }),
    async (c) => c.json(await Crawl.get(c.req.valid("param").channelId, c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/websites/{channelId}/crawls/{id}/cancel",
      tags,
      summary: "Call a crawl off",
      request: ofThing,
      responses: answers(CrawlItem),
    }),
    async (c) => c.json(await Crawl.cancel(c.req.valid("param").channelId, c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/websites/{channelId}/crawl-settings",
      tags,
      summary: "How a website is crawled",
      request: ofChannel,
      responses: answers(CrawlSettings),
    }),
    async (c) => c.json(await Crawl.settings(c.req.valid("param").channelId), 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/websites/{channelId}/crawl-settings",
      tags,
      summary: "Change how a website is crawled",
      request: { ...ofChannel, ...body(CrawlSettingsInput) },
      responses: answers(CrawlSettings),
    }),
    async (c) =>
      c.json(await Crawl.configure({ channelId: c.req.valid("param").channelId, ...c.req.valid("json") }), 200),
  );
