import * as Mail from "#core/campaign/mail.ts";
import * as Letter from "#core/letter/index.ts";
import type { LetterPayload } from "#core/letter/one.ts";
import * as ReplyAddress from "#core/letter/reply-address.ts";
import { config } from "#platform/config.ts";
import type { Target } from "../target.ts";

/** E-mails of campaigns: outreach to site owners, and requests to customers, one mail to one person. */
export const campaignEmailTarget: Target = {
  type: "campaign_email",
  target: "newsletter",
  queue: "publish__newsletter",
  publisher: "newsletter-publisher",
  stages: ["client", "dm"],
  isQuiet: true,
  find: async (tx, id) => {
    const { subject, status, version, contentHash, sendAt } = await Mail.held(tx, id);
    const of = { id, title: subject, status, version, contentHash };
    return { ...of, channelId: null, activityId: null, publishAt: sendAt };
  },
  approval: async (tx, { id }) => Mail.approvalFor(tx, await Mail.held(tx, id)),
  presentHash: async (tx, { id }) => Mail.decidedHash(tx, await Mail.held(tx, id)),
  account: () => Promise.resolve(null),
  payload: async (tx, { id, title }): Promise<LetterPayload> => {
    const { recipientEmail, subject, body } = await Mail.held(tx, id);
    return {
      ...{ title, id, to: recipientEmail, subject, html: Letter.htmlOf(body), text: body },
      ...(await Letter.senderOf(tx)),
      replyTo: ReplyAddress.of(id) ?? (await Letter.answersTo(tx)),
    };
  },
  pageOf: ({ id }) => `${config("DASHBOARD_URL")}/campaigns?email=${id}`,
  obstacle: (tx, { id }) => Mail.obstacle(tx, id),
  maySend: (status) => ["approved", "failed", "sending"].includes(status),
  move: async (tx, { id }, verb) => {
    const row = await Mail.held(tx, id);
    if (verb === "begin" && row.status !== "sending")
      return Mail.moved(tx, row, row.status === "failed" ? "retry" : "send");
    if (verb === "confirm") return Mail.sent(tx, row);
    if (verb === "lose_track" && row.status === "sending") return Mail.moved(tx, row, "lose_track");
    const fails = verb === "fail" ? ["sending", "send_unknown"] : verb === "drop" ? ["sending"] : [];
    if (fails.includes(row.status)) return Mail.moved(tx, row, "fail");
  },
};
