import { ask } from "#core/activity/ask.ts";
import { fn } from "#core/fn.ts";
import { require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { Priority } from "#schema/activity.ts";
import { KeywordOrder } from "#schema/keyword.ts";

/** Orders groups of search terms. @returns the activity's id @throws plan.plan_limit; credits.insufficient_credits */
export const research = fn(KeywordOrder, async (wishes) => {
  require("activity.steer", "look for search terms");
  return transaction((tx) => askFor(tx, wishes, "high"));
});

/** The order itself. @returns the activity's id @throws like `research` */
export async function askFor(tx: Tx, { topic, ...wishes }: KeywordOrder, priority: Priority): Promise<string> {
  const title = (topic ? `Keyword research: ${topic}` : "Keyword research").slice(0, 200);
  const input = { ...wishes, ...(topic ? { subject: topic } : {}) };
  return ask(tx, { type: "keyword_cluster", title, input, priority });
}
