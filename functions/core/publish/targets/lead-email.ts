import { hashOf, locked } from "#core/lead/email.ts";
import * as Lead from "#core/lead/email-send.ts";
import * as Letter from "#core/letter/index.ts";
import type { LetterPayload } from "#core/letter/one.ts";
import { config } from "#platform/config.ts";
import type { Target } from "../target.ts";

/** E-mails to leads: one mail to one person, which its timeline keeps. */
export const leadEmailTarget: Target = {
  type: "lead_email",
  target: "newsletter",
  queue: "publish__newsletter",
  publisher: "newsletter-publisher",
  stages: ["dm"],
  isQuiet: true,
  find: async (tx, id) => {
    const { subject, status, version, contentHash, sendAt } = await locked(tx, id);
    const of = { id, title: subject, status, version, contentHash: contentHash ?? "" };
    return { ...of, channelId: null, activityId: null, publishAt: sendAt };
  },
  presentHash: async (tx, { id }) => hashOf(await locked(tx, id)),
  account: () => Promise.resolve(null),
  payload: async (tx, { id, title }): Promise<LetterPayload> => {
    const { recipient, subject, body, leadId } = await locked(tx, id);
    return {
      ...{ title, id, to: recipient, subject, html: Letter.htmlOf(body), text: body },
      ...(await Letter.senderOf(tx)),
      replyTo: await Letter.answersTo(tx, await Lead.ownerOf(tx, leadId)),
    };
  },
  pageOf: ({ id }) => `${config("DASHBOARD_URL")}/leads?email=${id}`,
  dueAt: (tx, { id }) => Lead.dueAt(tx, id),
  obstacle: (tx, { id }) => Lead.obstacle(tx, id),
  maySend: (status) => ["approved", "failed", "sending"].includes(status),
  move: async (tx, { id }, verb) => {
    const row = await locked(tx, id);
    if (verb === "begin" && row.status !== "sending")
      return Lead.moved(tx, row, row.status === "failed" ? "retry" : "send");
    if (verb === "confirm") return Lead.sent(tx, row);
    if (verb === "lose_track" && row.status === "sending") return Lead.moved(tx, row, "lose_track");
    if (verb === "fail" || (verb === "drop" && row.status === "sending")) return Lead.moved(tx, row, "fail");
  },
};
