import { ask } from "#core/activity/ask.ts";
import { fn } from "#core/fn.ts";
import { require } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { TopicOrder } from "#schema/topic.ts";

/** Orders a list of topics. @returns the activity's id @throws plan.plan_limit; credits.insufficient_credits */
export const research = fn(TopicOrder, async (wishes) => {
  require("request.create", "ask for topics");
  return transaction((tx) => ask(tx, { type: "topic_research", title: "Topic list", input: wishes }));
});
