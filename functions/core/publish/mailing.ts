import { Busy } from "#core/busy.ts";
import * as Recipients from "#core/newsletter/recipients.ts";
import { addressesOf } from "#core/newsletter/way-out.ts";
import { tenant } from "#platform/actor.ts";
import { config } from "#platform/config.ts";
import { transaction } from "#platform/db.ts";
import { sendMail } from "#platform/mail.ts";
import { order, recordStep } from "./evidence.ts";
import { type AttemptRow, confirm, fail, lockedAttempt, loseTrack, moveAttempt } from "./outcome.ts";
import type { NewsletterPayload } from "./targets/newsletter.ts";

/** A slice ends well before its job would; the next job goes on. */
const sliceMs = 8 * 60_000;
/** So many mails are sent between two signs of life. */
const signEvery = 25;
/** A mail that nobody reported on for so long was not in the middle of being sent. */
const flightMs = 2 * 60_000;
const mailServerRestMs = 30_000;

/**
 * Sends the next slice of a newsletter, one mail per recipient. Each is taken before it is sent and nobody is taken twice: two slices
 * at once share the work, and whoever is killed leaves at most one person of whom nobody knows.
 */
export async function deliver(attempt: AttemptRow): Promise<void> {
  const endsAtMs = Date.now() + sliceMs;
  for (let sent = 1; ; sent += 1) {
    if (Date.now() > endsAtMs) return transaction(() => order(attempt, "post"));
    const recipient = await transaction((tx) => Recipients.claim(tx, attempt.subjectId));
    if (!recipient) break;
    await deliverTo(attempt, recipient);
    if (sent % signEvery === 0) await sign(attempt);
  }
  await conclude(attempt);
}

async function deliverTo(attempt: AttemptRow, { id, email }: Recipients.Recipient): Promise<void> {
  const mail = attempt.payload as NewsletterPayload;
  const { oneClick, page } = addressesOf(id);
  try {
    await sendMail({
      ...{ to: email, subject: mail.subject, messageId: id, fromName: mail.fromName },
      ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
      html: `${mail.html}\n<hr><p style="font-size:12px">${escaped(mail.fromName)} · <a href="${page}">Unsubscribe</a></p>`,
      text: `${mail.text}\n\n--\n${mail.fromName}\nUnsubscribe: ${page}`,
      headers: { "list-unsubscribe": `<${oneClick}>`, "list-unsubscribe-post": "List-Unsubscribe=One-Click" },
    });
  } catch (error) {
    const what = wentWrong(error);
    if (what === "unknown") return;
    await transaction((tx) =>
      what === "refused"
        ? Recipients.set(tx, id, "bounced", { sentAt: new Date() })
        : Recipients.set(tx, id, "queued", { providerMessageId: null, sentAt: null }),
    );
    if (what === "not_sent") throw new Busy("The mail server does not take mail now.", mailServerRestMs);
    return;
  }
  await transaction((tx) => Recipients.set(tx, id, "accepted", { sentAt: new Date() }));
}

/** `not_sent`: certainly nothing left. Whatever broke off after the mail began to leave is unknown. */
function wentWrong(error: unknown): "refused" | "not_sent" | "unknown" {
  const { responseCode, code, command } = error as { responseCode?: number; code?: string; command?: string };
  if (responseCode !== undefined && responseCode >= 500 && code !== "EAUTH") return "refused";
  if (responseCode !== undefined || code === "EAUTH" || code === "EDNS" || command === "CONN") return "not_sent";
  return code === "ECONNECTION" || code === "ECONNREFUSED" ? "not_sent" : "unknown";
}

/** Ends the sending once every recipient has an end; while another slice may be at work it looks again later. */
async function conclude(attempt: AttemptRow): Promise<void> {
  const since = new Date(Date.now() - flightMs);
  await transaction(async (tx) => {
    const row = await lockedAttempt(tx, attempt.id);
    if (row.status !== "posting") return;
    const { queued, unknown, recent, accepted, bounced } = await Recipients.counts(tx, row.subjectId, since);
    if (queued > 0 || recent > 0) return order(row, "post", { at: new Date(Date.now() + flightMs) });
    const facts = `${accepted} accepted, ${bounced} refused, ${unknown} unknown`;
    const durationMs = Date.now() - (row.postedAt?.getTime() ?? Date.now());
    await recordStep(tx, row, "post", unknown > 0 ? "unknown" : accepted > 0 ? "ok" : "refused", durationMs, facts);
    if (unknown > 0) return loseTrack(tx, row, `Of the recipients: ${facts}.`);
    if (accepted === 0) return fail(tx, row, "other", `Nobody was sent it: ${facts}.`, "refuse");
    await moveAttempt(tx, row, "accepted");
    await confirm(tx, { ...row, status: "checking" }, { url: pageOf(row.subjectId), externalId: null });
  });
}

async function sign({ id }: AttemptRow): Promise<void> {
  await transaction((tx) =>
    tx
      .updateTable("publishAttempts")
      .set((eb) => ({ tries: eb.ref("tries") }))
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute(),
  );
}

const pageOf = (newsletterId: string): string => `${config("DASHBOARD_URL")}/content/newsletters/${newsletterId}`;
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
