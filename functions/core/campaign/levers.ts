import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { type CampaignEmailStatus, campaignEmailMachine } from "#schema/campaign.ts";
import type { OptimiserAction } from "#schema/campaign-results.ts";
import { after } from "#schema/machine.ts";
import { wayOut } from "#schema/review-campaign.ts";
import { conclude } from "./index.ts";
import { messagesOf, type Own, set, spentOf } from "./own.ts";
import type { Change } from "./recommend.ts";
import { postpone, resubject, waitingMails } from "./waiting.ts";

const delayMax = 720;
/** Longer texts are compared by what a proposal can quote of them. */
const quotedMax = 500;

/** Makes one change here. @returns why it could not be made, or null */
type Lever = (tx: Tx, campaign: Own, change: Change) => Promise<string | null>;

/** How each change is made that is made here. */
export const levers: Partial<Record<OptimiserAction, Lever>> = {
  set_campaign_budget: async (tx, { id, budgetMinor }, { from, to }) => {
    if (String(budgetMinor) !== from) return otherwise(String(budgetMinor), from);
    if ((await spentOf(tx, id)) >= Number(to)) return "The platforms have charged more than that meanwhile.";
    await set(tx, id, { budgetMinor: Number(to), spendMarks: [] });
    return null;
  },
  change_delay: async (tx, { id }, { externalId, from, to }) => {
    const message = await messageOf(tx, id, externalId);
    if (!message) return "The campaign no longer has this message.";
    if (String(message.delayHours) !== from) return otherwise(`${message.delayHours} hours`, `${from} hours`);
    const delayHours = Number(to);
    if (!Number.isInteger(delayHours) || delayHours < 0 || delayHours > delayMax)
      return `A delay is 0 to ${delayMax} whole hours.`;
    await setMessage(tx, externalId, { delayHours });
    if (message.channel === "email") await postpone(tx, id, delayHours - message.delayHours);
    return null;
  },
  change_text: async (tx, { id }, { externalId, from, to }) => {
    const message = await messageOf(tx, id, externalId);
    if (!message) return "The campaign no longer has this message.";
    if (message.body.slice(0, quotedMax) !== from) return "The message reads otherwise than when that was decided.";
    const { reviewUrl } = await tx
      .selectFrom("reviewCampaigns")
      .select("reviewUrl")
      .where("tenantId", "=", tenant())
      .where("campaignId", "=", id)
      .executeTakeFirstOrThrow();
    if (!to.includes(reviewUrl)) return "The new text does not lead to where reviews are written.";
    if (!wayOut.test(to)) return "The new text names no way to opt out.";
    await setMessage(tx, externalId, { body: to });
    return null;
  },
  change_subject: async (tx, { id }, { to }) => {
    const mails = await waitingMails(tx, id);
    if (mails.length === 0) return "No mail of the campaign waits to be sent.";
    for (const mail of mails) await resubject(tx, id, mail, to);
    return null;
  },
  drop_type: async (tx, { id }, { externalId }) => {
    const mails = (await waitingMails(tx, id)).filter(({ prospectType }) => (prospectType ?? "other") === externalId);
    for (const mail of mails) await leaveOut(tx, id, mail);
    if (mails.length > 0) await conclude(tx, id);
    return mails.length > 0 ? null : "No mail to a site of this kind waits to be sent.";
  },
};

const otherwise = (now: string, then: string): string => `It is ${now} now, and was ${then} when that was decided.`;

async function messageOf(tx: Tx, campaignId: string, id: string) {
  return (await messagesOf(tx, campaignId)).find((message) => message.id === id);
}

async function setMessage(tx: Tx, id: string, values: Record<string, unknown>): Promise<void> {
  await tx.updateTable("campaignMessages").set(values).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}

async function leaveOut(
  tx: Tx,
  campaignId: string,
  { id, recipientEmail, status }: { id: string; recipientEmail: string; status: string },
): Promise<void> {
  await Approval.supersede(tx, { type: "campaign_email", id });
  const verb = status === "draft" ? "skip" : "stop";
  const next = after(campaignEmailMachine, status as CampaignEmailStatus, verb, recipientEmail);
  await tx
    .updateTable("campaignEmails")
    .set({ status: next, stopReason: "type_dropped" })
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("recipientEmail", "=", recipientEmail)
    .where("status", "=", status)
    .execute();
  const about = { type: "campaign_email", id, label: recipientEmail };
  await Effect.audit("campaign_email.stopped", about, { after: { reason: "type_dropped" } });
}
