import * as Mail from "#core/campaign/mail.ts";
import { config } from "#platform/config.ts";
import type { Target } from "../target.ts";
import { letter, letterMove, letterOf } from "./letter.ts";

/** E-mails of campaigns: outreach to site owners, and requests to customers, one mail to one person. */
export const campaignEmailTarget: Target = {
  type: "campaign_email",
  ...letter,
  stages: ["client", "dm"],
  find: async (tx, id) => {
    const { subject, status, version, contentHash, sendAt } = await Mail.held(tx, id);
    const of = { id, title: subject, status, version, contentHash };
    return { ...of, channelId: null, activityId: null, publishAt: sendAt };
  },
  approval: async (tx, { id }) => Mail.approvalFor(tx, await Mail.held(tx, id)),
  presentHash: async (tx, { id }) => Mail.decidedHash(tx, await Mail.held(tx, id)),
  payload: async (tx, piece) => {
    const { recipientEmail: to, subject, body } = await Mail.held(tx, piece.id);
    return letterOf(tx, piece, { to, subject, body });
  },
  pageOf: ({ id }) => `${config("DASHBOARD_URL")}/campaigns?email=${id}`,
  obstacle: (tx, { id }) => Mail.obstacle(tx, id),
  move: letterMove({ held: Mail.held, moved: Mail.moved, sent: Mail.sent }),
};
