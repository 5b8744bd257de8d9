import { ask } from "#core/activity/ask.ts";
import { fn } from "#core/fn.ts";
import { require } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { KeywordOrder } from "#schema/keyword.ts";

/** Orders groups of search terms. @returns the activity's id @throws plan.plan_limit; credits.insufficient_credits */
export const research = fn(KeywordOrder, async ({ topic, ...wishes }) => {
  require("activity.steer", "look for search terms");
  const title = (topic ? `Keyword research: ${topic}` : "Keyword research").slice(0, 200);
  return transaction((tx) =>
    ask(tx, { type: "keyword_cluster", title, input: { ...wishes, ...(topic ? { subject: topic } : {}) } }),
  );
});
