import * as Activity from "#core/activity/index.ts";
import { flagsOf, mayAskAgain, type Verdict } from "#core/critic/read.ts";
import type { Tx } from "#platform/db.ts";
import { authorOf, locked, move, openStage, subject } from "./index.ts";

/** What the critic reads of a post: its text as it would go out, and what its platform takes. */
export async function judged(tx: Tx, id: string): Promise<Record<string, unknown>> {
  const row = await locked(tx, id);
  const slides = row.details.slides?.map(({ headline, text }) => `${headline}\n${text}`) ?? [];
  return {
    title: subject(row).label,
    content: [row.bodyText, row.hashtags.map((tag) => `#${tag}`).join(" "), ...slides].filter(Boolean).join("\n\n"),
    limits: { wordsMin: 1, wordsMax: 1_000, sectionsMin: 0 },
  };
}

/** The critic has spoken, or could not. A failed text goes back to its writer once; then the agency sees it, flagged. */
export async function criticised(
  tx: Tx,
  id: string,
  { version, verdict, suspected }: { version: number; verdict: Verdict | null; suspected: boolean },
): Promise<void> {
  const row = await locked(tx, id);
  if (row.version !== version || row.status !== "drafting" || !row.activityId) return;
  const isFailed = verdict !== null && !verdict.passed;
  if (isFailed && (await mayAskAgain(tx, { type: "social_post", id }))) {
    await Activity.rewrite(tx, row.activityId, verdict.issues);
    return;
  }
  const flags = await flagsOf(tx, { type: "social_post", id }, { version, verdict, suspected });
  await move(tx, row, "draft_ready");
  await Activity.draftReady(tx, row.activityId);
  await openStage(tx, id, "dm", await authorOf(tx, row), flags);
}
