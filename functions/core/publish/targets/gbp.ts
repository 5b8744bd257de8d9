import * as GbpPost from "#core/gbp-post/index.ts";
import type { LocalPostPayload } from "#platform/channel/index.ts";
import { accountOfType } from "../accounts.ts";
import type { Target } from "../target.ts";

const place = "google_business_profile";

/** Posts on a Google Business Profile. */
export const gbpTarget: Target = {
  type: "gbp_post",
  target: "gbp",
  queue: "publish__gbp",
  publisher: "gbp-publisher",
  stages: ["dm"],
  find: async (tx, id) => {
    const row = await GbpPost.locked(tx, id);
    return { ...row, title: GbpPost.titleOf(row), publishAt: row.scheduledAt };
  },
  presentHash: async (tx, { id }) => GbpPost.contentHash(await GbpPost.locked(tx, id)),
  account: async (tx, { channelId }) => channelId ?? accountOfType(tx, place),
  places: () => Promise.resolve([place]),
  payload: async (tx, { id }): Promise<LocalPostPayload> => {
    const row = await GbpPost.locked(tx, id);
    const { bodyText, ctaType, ctaUrl, offer, event } = row;
    return {
      ...{ title: GbpPost.titleOf(row), text: bodyText, offer, event },
      // What its writer planned as an offer is one only with its terms.
      postType: offer ? "offer" : event ? "event" : "whats-new",
      callToAction: ctaType ? { type: ctaType, url: ctaUrl } : null,
    };
  },
  maySend: (status) => status === "scheduled" || status === "publishing",
  move: async (tx, { id, channelId }, verb, { at, url } = {}) => {
    const row = await GbpPost.locked(tx, id);
    switch (verb) {
      case "prepare": {
        const set = { scheduledAt: at ?? new Date(), channelId };
        await GbpPost.move(tx, row, row.status === "publish_failed" ? "reschedule" : "schedule", set);
        return;
      }
      case "begin":
        if (row.status === "scheduled") await GbpPost.move(tx, row, "publish");
        return;
      case "draft":
        return;
      case "confirm":
        await GbpPost.move(tx, row, "confirm", { publishedUrl: url, publishedAt: new Date() });
        return;
      case "lose_track":
        if (row.status === "publishing") await GbpPost.move(tx, row, "lose_track");
        return;
      case "fail":
        if (row.status === "scheduled") await GbpPost.move(tx, row, "publish");
        await GbpPost.move(tx, await GbpPost.locked(tx, id), "publish_fail");
        return;
      case "drop":
        if (row.status === "scheduled") await GbpPost.move(tx, row, "unschedule", { scheduledAt: null });
        if (row.status === "publishing") await GbpPost.move(tx, row, "publish_fail");
    }
  },
};
