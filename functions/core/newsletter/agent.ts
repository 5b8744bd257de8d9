import type { Failed } from "#agents/descriptor/index.ts";
import * as Piece from "#core/piece/index.ts";
import { earlierOf, materialOf } from "#core/piece/material.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { giveUpActivity } from "#core/run/give-up.ts";
import type { Product } from "#core/run/outcomes.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { NewsletterAudience } from "#schema/newsletter.ts";
import type { EmailDraft } from "#schema/wording.ts";

/** What the writer gets: the subject, whom it goes to, where it may lead, and what was said of the last version. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const { topic, owner, details, said } = await materialOf(tx, "newsletter", run);
    return {
      topic: topic.slice(0, 200).padEnd(3, "."),
      links: owner.websiteUrl ? [owner.websiteUrl] : [],
      ...details,
      ...said,
      previousTexts: (await earlierOf(tx, "newsletter", run)).slice(0, 20),
    };
  });
}

/** The tenant's last newsletters, which a new one must not repeat. */
export async function earlier(run: ClaimedRun): Promise<string[]> {
  return transaction((tx) => earlierOf(tx, "newsletter", run));
}

/** Stores the newsletter for the audience that its activity names; the critic reads it next. */
export async function store(tx: Tx, run: ClaimedRun, { data, claims }: Product<EmailDraft>): Promise<void> {
  const { details, previous } = await materialOf(tx, "newsletter", run);
  const named = NewsletterAudience.safeParse(previous?.["audience"] ?? details["targetSegment"]);
  const segment = previous?.["segment"];
  const content = { ...data, audience: named.data ?? "all", ...(segment ? { segment } : {}) };
  await Piece.storeDraft(tx, "newsletter", run, { content, claims });
}

/** One that was being written again lies before the agency as it was; the activity fails with its first one. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  await Piece.failed(tx, "newsletter", run);
  await giveUpActivity(tx, run, code, message);
}
