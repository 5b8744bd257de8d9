import * as CampaignAnswer from "#core/campaign/answer.ts";
import * as LeadAnswer from "#core/lead/answer.ts";
import { origin, provide } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import type { Signed } from "#platform/mail-events.ts";
import { hearsReplies, type InboundMail, isHandedOver, mailIn } from "#platform/mail-reply.ts";
import { replyMax } from "#schema/backlink.ts";
import { AppError } from "#schema/errors.ts";
import { ended } from "./ending.ts";
import { meaningOf } from "./meaning.ts";
import * as ReplyAddress from "./reply-address.ts";

/**
 * Takes an answer to a mail of ours as the mail provider hands it over; the same one twice is one. What belongs to no mail of ours
 * is let go. @throws auth.unauthenticated unless it is signed
 */
export async function answered(body: Uint8Array, contentType: string, signed: Signed): Promise<void> {
  if (!hearsReplies())
    throw new AppError(
      "provider.provider_not_configured",
      "Answers are not taken (MAIL_REPLY_DOMAIN, MAIL_REPLY_KEY).",
    );
  if (!isHandedOver(body, signed)) throw new AppError("auth.unauthenticated", "The signature does not fit.");
  const mail = await mailIn(body, contentType);
  const of = mail?.to.map(ReplyAddress.read).find((found) => found !== undefined);
  if (!mail || !of) return log.info({}, "a mail came in that answers none of ours");
  const actor = { kind: "system", tenantId: of.tenantId, name: "mail_answers" } as const;
  await provide(actor, origin(), () => take(of.mailId, mail));
}

async function take(mailId: string, mail: InboundMail): Promise<void> {
  const { intent, leaves } = meaningOf(mail.subject, mail.text, mail.isAutomatic);
  const { messageId, from } = mail;
  const subject = clean(mail.subject).replaceAll(/\s+/g, " ").slice(0, 300);
  const answer = { messageId, from: clean(from), subject, body: clean(mail.text).slice(0, replyMax), intent };
  await transaction(async (tx) => {
    const take_ = mailId.startsWith("cml") ? CampaignAnswer.take : LeadAnswer.take;
    const writtenTo = await take_(tx, mailId, answer);
    if (writtenTo && leaves) await ended(tx, writtenTo, "unsubscribed", mailId);
  });
}

// Signs that steer a screen, and those that turn the direction of writing, say nothing.
function clean(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\r\n", "\n")
    .replaceAll(/[^\P{C}\n\t]/gu, "")
    .trim();
}
