import type { AdCopy } from "#core/ad-copy/content.ts";
import * as Piece from "#core/piece/index.ts";
import { countryOf } from "#core/tenant/country.ts";
import type { AdsPayload } from "#platform/channel/index.ts";
import type { Tx } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { accountOfType } from "../accounts.ts";
import type { Target } from "../target.ts";
import { pieceMove } from "./piece.ts";

/** Sets of ad texts: put into the ad account paused; enabling them is another decision. */
export const adsTarget: Target = {
  type: "ad_copy",
  target: "ads",
  queue: "publish__ads",
  publisher: "ads-publisher",
  stages: ["client"],
  find: async (tx, id) => {
    const row = await Piece.locked(tx, "ad_copy", id);
    return { ...row, channelId: null, publishAt: null };
  },
  presentHash: async (tx, { id }) => Piece.contentHash((await Piece.contentOf(tx, "ad_copy", id)) ?? {}),
  account: async (tx, { id }) => accountOfType(tx, (await contentOf(tx, id)).platform),
  places: async (tx, { id }) => [(await contentOf(tx, id)).platform],
  payload: async (tx, { id, title }): Promise<AdsPayload> => {
    const copy = await contentOf(tx, id);
    const country = await countryOf(tx);
    const shared = { title, objective: copy.objective, finalUrl: copy.finalUrl, country };
    if (copy.platform === "google_ads") {
      const { headlines, descriptions, paths } = copy.payload;
      return { ...shared, search: { headlines, descriptions, paths }, variants: [] };
    }
    return { ...shared, search: null, variants: copy.payload.variants };
  },
  maySend: (status) => status === "pushing",
  move: pieceMove("ad_copy", { sending: "pushing", begin: "push", fail: "push_fail" }, ({ externalId }) =>
    externalId ? { externalId } : {},
  ),
};

async function contentOf(tx: Tx, id: string): Promise<AdCopy> {
  const content = await Piece.contentOf(tx, "ad_copy", id);
  if (!content) throw notFound("Ad copy", id);
  return content as unknown as AdCopy;
}
