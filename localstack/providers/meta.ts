import type { Context, Hono } from "hono";
import type { Control } from "./control.ts";
import { daysBetween, figureOf } from "./days.ts";
import type { SimulatorEnv } from "./door.ts";
import { metaAds } from "./meta-ads.ts";
import { metaInstagram } from "./meta-instagram.ts";
import { graphError, graphSign, graphStatuses, graphToken, noSuchObject, parameters } from "./meta-shape.ts";
import { openShelf } from "./shelf.ts";
import { bearer, simulate, textIn } from "./simulate.ts";
import { outbox } from "./webhook.ts";

interface PagePost {
  id: string;
  page: string;
  message: string;
  link: string;
  photo: string;
  published: boolean;
  createdAt: string;
}

const pages = [
  { id: "110", name: "Harbor & Pine", instagram: "17840000000000110" },
  { id: "120", name: "Solvane", instagram: "17840000000000120" },
];

/** What pages and accounts see on a day. */
const figures: Record<string, number> = {
  page_follows: 2_400,
  page_impressions: 3_100,
  page_impressions_unique: 2_200,
  page_post_engagements: 140,
  follower_count: 5_300,
  reach: 2_900,
  views: 4_100,
  saves: 36,
  profile_views: 95,
  total_interactions: 230,
};
const pageDaysMax = 90;

/** Pages, Instagram and ads of the Graph API, below `/meta/v<n>`, and the webhooks of pages (`leadgen`, `feed`). */
export function metaSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const posts = openShelf<PagePost>(dataDir, "meta-posts");
  const publish = (c: Context<SimulatorEnv>, photo: boolean) => {
    const given = parameters(c);
    const page = pages.find(({ id }) => id === c.req.param("page"));
    if (!page) return noSuchObject(c, "post", c.req.param("page") ?? "");
    const [message, link, url] = ["message", "link", "url"].map((name) => textIn(given, name)) as [
      string,
      string,
      string,
    ];
    if (photo ? url === "" : message === "" && link === "" && !given["attached_media"]) {
      return c.var.refuse(400, photo ? "(#324) Requires upload file" : "(#100) You must provide a message or a link", {
        code: photo ? 324 : 100,
      });
    }
    const published = String(given["published"] ?? "true") === "true";
    const id = `${page.id}_${1000 + posts.next()}`;
    const text = photo ? textIn(given, "caption") || message : message;
    posts.put({ id, page: page.id, message: text, link, photo: url, published, createdAt: now() });
    return c.json(photo ? { id: id.split("_")[1], ...(published ? { post_id: id } : {}) } : { id });
  };
  offerEvents(control);
  return simulate(control, { provider: "meta", errorBody: graphError, statuses: graphStatuses }, (app) => {
    app.use(graphToken(control));
    app.get("/:version/me", (c) => c.json({ id: "10000000000000001", name: "Leadmetrics Tester" }));
    app.get("/:version/me/accounts", graphToken(control, "pages_show_list"), (c) =>
      c.json({
        data: pages.map(({ id, name, instagram }) => ({
          ...{
            id,
            name,
            category: "Coffee shop",
            access_token: `page-token-${id}`,
            tasks: ["CREATE_CONTENT", "ANALYZE"],
          },
          instagram_business_account: { id: instagram, username: name.toLowerCase().replaceAll(/[^a-z]+/g, "") },
        })),
        paging: { cursors: { before: "MQZD", after: "MQZD" } },
      }),
    );
    app.get("/:version/me/permissions", (c) => {
      const known = control.tokens.read(bearer(c) ?? c.req.query("access_token") ?? "");
      const scopes = known.state === "alive" ? known.grant.scopes : [];
      return c.json({ data: scopes.map((permission) => ({ permission, status: "granted" })) });
    });
    app.delete("/:version/me/permissions", (c) => {
      const token = c.req.query("access_token") ?? c.req.header("authorization")?.replace(/^Bearer +/, "");
      if (token) control.tokens.revoke(token);
      return c.json({ success: true });
    });
    app.post("/:version/:page/feed", graphToken(control, "pages_manage_posts"), (c) => publish(c, false));
    app.post("/:version/:page/photos", graphToken(control, "pages_manage_posts"), (c) => publish(c, true));
    app.get("/:version/:page/:edge{feed|posts|published_posts}", (c) => {
      const listed = posts.list().filter(({ page, published }) => page === c.req.param("page") && published);
      return c.json({ data: listed.map(shown) });
    });
    metaInstagram(app, dataDir);
    metaAds(app, dataDir);
    app.get("/:version/:id{[0-9]+_[0-9]+}", (c) => {
      const post = posts.get(c.req.param("id"));
      return post ? c.json(shown(post)) : noSuchObject(c, "get", c.req.param("id"));
    });
    app.get("/:version/:id/insights", (c) => {
      const names = (c.req.query("metric") ?? "page_impressions").split(",");
      const { since, until } = c.req.query();
      if (since && until) {
        const days = daysBetween(since, until);
        if (days.length > pageDaysMax)
          return c.var.refuse(400, "(#100) There cannot be more than 90 days between since and until", { code: 100 });
        const valuesOf = (name: string) =>
          days.map((day) => ({ value: figureOf(name, day, figures[name] ?? 40), end_time: `${day}T08:00:00+0000` }));
        return c.json({ data: names.map((name) => ({ name, period: "day", values: valuesOf(name) })) });
      }
      const values = [{ value: 120, end_time: "2026-01-14T08:00:00+0000" }];
      return c.json({
        data: names.map((name) => ({ name, period: "day", values, id: `${c.req.param("id")}/insights/${name}/day` })),
      });
    });
    app.get("/:version/:id", (c) => {
      const page = pages.find(({ id }) => id === c.req.param("id"));
      return page ? c.json({ id: page.id, name: page.name }) : noSuchObject(c, "get", c.req.param("id"));
    });
  });
}

function offerEvents(control: Control): void {
  const send = outbox(control, "meta", graphSign);
  const changed = (field: string, example: object) => (data: Record<string, unknown>) => {
    const page = String(data["page_id"] ?? "110");
    const time = Math.floor(Date.now() / 1000);
    const change = { field, value: { page_id: page, created_time: time, ...example, ...data } };
    const entry = [{ id: page, time, changes: [change] }];
    send({ id: `${page}-${time}`, body: JSON.stringify({ object: "page", entry }) });
  };
  control.events.set("meta", {
    leadgen: changed("leadgen", { leadgen_id: "9001", form_id: "8001" }),
    feed: changed("feed", { item: "post", verb: "add", post_id: "110_1001", message: "Hello" }),
  });
}

function shown(post: PagePost): object {
  const permalink = `https://www.facebook.com/${post.page}/posts/${post.id.split("_")[1]}`;
  return {
    id: post.id,
    message: post.message,
    created_time: post.createdAt,
    permalink_url: permalink,
    is_published: post.published,
  };
}

function now(): string {
  return `${new Date().toISOString().slice(0, 19)}+0000`;
}
