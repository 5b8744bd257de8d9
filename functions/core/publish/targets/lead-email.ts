import { hashOf, locked } from "#core/lead/email.ts";
import * as Lead from "#core/lead/email-send.ts";
import { config } from "#platform/config.ts";
import type { Target } from "../target.ts";
import { letter, letterMove, letterOf } from "./letter.ts";

/** E-mails to leads: one mail to one person, which its timeline keeps. */
export const leadEmailTarget: Target = {
  type: "lead_email",
  ...letter,
  stages: ["dm"],
  find: async (tx, id) => {
    const { subject, status, version, contentHash, sendAt } = await locked(tx, id);
    const of = { id, title: subject, status, version, contentHash: contentHash ?? "" };
    return { ...of, channelId: null, activityId: null, publishAt: sendAt };
  },
  presentHash: async (tx, { id }) => hashOf(await locked(tx, id)),
  payload: async (tx, piece) => {
    const { recipient: to, subject, body, leadId } = await locked(tx, piece.id);
    return letterOf(tx, piece, { to, subject, body }, await Lead.ownerOf(tx, leadId));
  },
  pageOf: ({ id }) => `${config("DASHBOARD_URL")}/leads?email=${id}`,
  dueAt: (tx, { id }) => Lead.dueAt(tx, id),
  obstacle: (tx, { id }) => Lead.obstacle(tx, id),
  move: letterMove({ held: locked, moved: Lead.moved, sent: Lead.sent }),
};
