import type { Failed } from "#agents/descriptor/index.ts";
import * as Piece from "#core/piece/index.ts";
import { earlierOf, materialOf } from "#core/piece/material.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { giveUpActivity } from "#core/run/give-up.ts";
import type { Product } from "#core/run/outcomes.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { PageDraft } from "#schema/wording.ts";

/** What the writer gets: the offer, what was set on its activity, and what was said of the last version. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const { topic, owner, details, said } = await materialOf(tx, "landing_page", run);
    return {
      offer: topic.slice(0, 300).padEnd(5, "."),
      ...(owner.websiteUrl ? { ctaUrl: owner.websiteUrl } : {}),
      ...details,
      ...said,
      previousTexts: (await earlierOf(tx, "landing_page", run)).slice(0, 20),
    };
  });
}

/** The tenant's last pages, which a new one must not repeat. */
export async function earlier(run: ClaimedRun): Promise<string[]> {
  return transaction((tx) => earlierOf(tx, "landing_page", run));
}

/** Stores the page; the critic reads it next. */
export async function store(tx: Tx, run: ClaimedRun, { data, claims }: Product<PageDraft>): Promise<void> {
  await Piece.storeDraft(tx, "landing_page", run, { content: data, claims });
}

/** The page fails with its activity. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  await Piece.failed(tx, "landing_page", run);
  await giveUpActivity(tx, run, code, message);
}
