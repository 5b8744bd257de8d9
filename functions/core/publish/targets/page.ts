import { marked } from "marked";
import { article } from "#core/landing-page/content.ts";
import * as Piece from "#core/piece/index.ts";
import { tenant } from "#platform/actor.ts";
import type { BlogPayload } from "#platform/channel/index.ts";
import type { Tx } from "#platform/db.ts";
import { accountOfType } from "../accounts.ts";
import type { Target } from "../target.ts";
import { pieceMove } from "./piece.ts";

const places = ["wordpress", "github"] as const;

/** Landing pages: a page of the client's site, or a file of the repository that it is made of. */
export const pageTarget: Target = {
  type: "landing_page",
  target: "blog",
  queue: "publish__blog",
  publisher: "blog-publisher",
  purpose: "pages",
  keepsDrafts: true,
  stages: ["client", "dm"],
  find: async (tx, id) => {
    const row = await Piece.locked(tx, "landing_page", id);
    return { ...row, channelId: null, publishAt: null };
  },
  presentHash: async (tx, { id }) => Piece.contentHash((await Piece.contentOf(tx, "landing_page", id)) ?? {}),
  account: async (tx) => (await accountOfType(tx, places[0])) ?? accountOfType(tx, places[1]),
  places: () => Promise.resolve(places),
  payload: async (tx, { id, title }, mode): Promise<BlogPayload> => {
    const { slug, metaDescription } = await columnsOf(tx, id);
    const text = article((await Piece.contentOf(tx, "landing_page", id)) ?? {});
    // The headline is the page's title, which its place shows by itself.
    const html = await marked.parse(text.slice(text.indexOf("\n\n") + 2), { async: true });
    return { title, slug, html, excerpt: metaDescription, metaDescription, status: mode };
  },
  maySend: (status) => status === "publishing",
  move: pieceMove("landing_page", { sending: "publishing", begin: "publish", fail: "publish_fail" }, ({ url }) => ({
    publishedUrl: url,
    publishedAt: new Date(),
  })),
};

function columnsOf(tx: Tx, id: string) {
  return tx
    .selectFrom("landingPages")
    .select(["slug", "metaDescription"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}
