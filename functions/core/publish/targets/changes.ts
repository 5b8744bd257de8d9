import { accountOf } from "#core/campaign/account.ts";
import { accountChanges } from "#core/campaign/changes.ts";
import * as Made from "#core/campaign/made.ts";
import * as Recommendations from "#core/campaign/recommend.ts";
import type { AdChangesPayload } from "#platform/channel/index.ts";
import { config } from "#platform/config.ts";
import type { Target } from "../target.ts";

/** Changes of an ad account that agency and client have decided together: made in one go, and read back one by one. */
export const changesTarget: Target = {
  type: "recommendation_batch",
  target: "ads",
  queue: "publish__ads",
  publisher: "ads-publisher",
  purpose: "changes",
  stages: ["client"],
  find: async (tx, id) => {
    const { status } = await Recommendations.batch(tx, id);
    const present = await Recommendations.present(tx, id);
    return { id, status, ...present, channelId: null, activityId: null, publishAt: null };
  },
  presentHash: async (tx, { id }) => (await Recommendations.present(tx, id)).contentHash,
  account: async (tx, { id }) => {
    const row = await Recommendations.batch(tx, id);
    const changes = await accountChanges(tx, row);
    return changes.length === 0 ? null : ((await accountOf(tx, row))?.channelId ?? null);
  },
  places: async (tx, { id }) => {
    const account = await accountOf(tx, await Recommendations.batch(tx, id));
    return [account?.platform ?? "an ad account"];
  },
  payload: async (tx, { id, title }): Promise<AdChangesPayload> => {
    const row = await Recommendations.batch(tx, id);
    const page = row.campaignId ? `campaigns/${row.campaignId}` : `content/ads/${row.adCopyId}`;
    return { title, url: `${config("DASHBOARD_URL")}/${page}`, changes: await accountChanges(tx, row) };
  },
  maySend: (status) => status === "client_approved",
  move: async (tx, { id }, verb, { parts, sent } = {}) => {
    const row = await Recommendations.batch(tx, id);
    switch (verb) {
      case "prepare":
        if (row.status === "failed") await Recommendations.moveBatch(tx, row, "retry");
        return;
      case "confirm":
        await Made.apply(
          tx,
          row,
          ((sent as AdChangesPayload | undefined)?.changes ?? []).map(({ key }) => key),
          parts,
        );
        return;
      case "fail":
        await Recommendations.moveBatch(tx, row, "fail");
    }
  },
};
