import type { Hono } from "hono";
import type { SimulatorEnv } from "./door.ts";
import { noSuchObject, parameters } from "./meta-shape.ts";
import { openShelf } from "./shelf.ts";
import { textIn } from "./simulate.ts";

interface Container {
  id: string;
  account: string;
  caption: string;
  url: string;
  kind: string;
  /** How often its state was asked for: the first answer is still "in progress". */
  asked: number;
  published?: string;
}

interface Media {
  id: string;
  account: string;
  caption: string;
  url: string;
  kind: string;
  timestamp: string;
}

const account = ":account{1784[0-9]+}";

/** Instagram publishing: a container is made, is ready after it was asked for once, and is then published. */
export function metaInstagram(app: Hono<SimulatorEnv>, dataDir: string): void {
  const containers = openShelf<Container>(dataDir, "meta-containers");
  const media = openShelf<Media>(dataDir, "meta-media");
  app.post(`/:version/${account}/media`, (c) => {
    const given = parameters(c);
    const kind = textIn(given, "media_type") || "IMAGE";
    const url = textIn(given, kind === "REELS" ? "video_url" : "image_url");
    const caption = textIn(given, "caption");
    if (url === "" && kind !== "CAROUSEL")
      return c.var.refuse(400, "The parameter image_url is required.", { code: 100 });
    if (caption.length > 2200) return c.var.refuse(400, "The caption was too long.", { code: 36_004 });
    const id = String(17_900_000 + containers.next());
    containers.put({ id, account: c.req.param("account"), caption, url, kind, asked: 0 });
    return c.json({ id });
  });
  app.post(`/:version/${account}/media_publish`, (c) => {
    const container = containers.get(textIn(parameters(c), "creation_id"));
    if (!container) return c.var.refuse(400, "The parameter creation_id is required.", { code: 100 });
    if (container.asked === 0 && container.kind !== "IMAGE") {
      return c.var.refuse(400, "Media ID is not available", { code: 9007 });
    }
    if (container.published) return c.json({ id: container.published });
    const id = String(18_000_000 + media.next());
    const { caption, url, kind } = container;
    media.put({ id, account: c.req.param("account"), caption, url, kind, timestamp: new Date().toISOString() });
    containers.put({ ...container, published: id });
    return c.json({ id });
  });
  app.get(`/:version/${account}/media`, (c) =>
    c.json({
      data: media
        .list()
        .filter((one) => one.account === c.req.param("account"))
        .map(shown),
    }),
  );
  app.get("/:version/:id{179[0-9]+}", (c) => {
    const container = containers.get(c.req.param("id"));
    if (!container) return noSuchObject(c, "get", c.req.param("id"));
    containers.put({ ...container, asked: container.asked + 1 });
    const state = container.published ? "PUBLISHED" : container.asked === 0 ? "IN_PROGRESS" : "FINISHED";
    return c.json({ id: container.id, status_code: state, status: `${state}: simulated` });
  });
  app.get("/:version/:id{180[0-9]+}", (c) => {
    const one = media.get(c.req.param("id"));
    return one ? c.json(shown(one)) : noSuchObject(c, "get", c.req.param("id"));
  });
}

function shown(one: Media): object {
  const { id, caption, timestamp, kind } = one;
  return {
    ...{ id, caption, timestamp, media_type: kind === "REELS" ? "VIDEO" : kind, media_url: one.url },
    permalink: `https://www.instagram.com/p/S${id}/`,
  };
}
