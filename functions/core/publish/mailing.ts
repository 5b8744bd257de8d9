import { Busy } from "#core/busy.ts";
import { ended } from "#core/letter/ending.ts";
import { post } from "#core/letter/post.ts";
import * as Recipients from "#core/newsletter/recipients.ts";
import { tenant } from "#platform/actor.ts";
import { config } from "#platform/config.ts";
import { transaction } from "#platform/db.ts";
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
  const { subject, html, text, fromName, replyTo, postalAddress = "" } = attempt.payload as NewsletterPayload;
  const posted = await post({ id, to: email, subject, html, text, fromName, replyTo, postalAddress });
  if (posted === "unknown") return;
  await transaction(async (tx) => {
    if (posted === "not_sent") return Recipients.set(tx, id, "queued", { providerMessageId: null, sentAt: null });
    if (posted === "accepted") return Recipients.set(tx, id, "accepted", { sentAt: new Date() });
    await Recipients.set(tx, id, "bounced", { sentAt: new Date() });
    await ended(tx, email, "bounced", id);
  });
  if (posted === "not_sent") throw new Busy("The mail server does not take mail now.", mailServerRestMs);
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
