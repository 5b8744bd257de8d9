import * as Approval from "#core/approval/index.ts";
import { accountOf } from "#core/campaign/account.ts";
import { accountChanges } from "#core/campaign/changes.ts";
import { coverOf } from "#core/campaign/cover.ts";
import * as Made from "#core/campaign/made.ts";
import * as Recommendations from "#core/campaign/recommend.ts";
import type { AdChangesPayload } from "#platform/channel/index.ts";
import { config } from "#platform/config.ts";
import type { Tx } from "#platform/db.ts";
import { spendGuard } from "#schema/campaign-results.ts";
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
    const row = await Recommendations.batch(tx, id);
    const { title, version } = await Recommendations.present(tx, id);
    const contentHash = await decidedHash(tx, row);
    return { id, status: row.status, title, version, contentHash, channelId: null, activityId: null, publishAt: null };
  },
  approval: async (tx, { id }) => {
    const row = await Recommendations.batch(tx, id);
    if (row.agent === spendGuard) return coverOf(tx, row.campaignId ?? "");
    return Approval.ofVersion(tx, { type: "recommendation_batch", id }, row.version, "client");
  },
  presentHash: async (tx, { id }) => decidedHash(tx, await Recommendations.batch(tx, id)),
  isStop: async (tx, { id }) => {
    const { agent } = await Recommendations.batch(tx, id);
    return agent === spendGuard && (await Recommendations.changesOf(tx, id)).every(({ to }) => to === "paused");
  },
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
        return;
      case "drop":
        // The guard's next look orders it anew.
        if (row.agent === spendGuard && row.status === "client_approved")
          await Recommendations.moveBatch(tx, row, "fail");
    }
  },
};

// What the guard does was decided with the campaign.
async function decidedHash(tx: Tx, row: Recommendations.Batch): Promise<string> {
  const cover = row.agent === spendGuard ? await coverOf(tx, row.campaignId ?? "") : undefined;
  return cover?.contentHash ?? (await Recommendations.present(tx, row.id)).contentHash;
}
