import { afterAll, expect, test } from "vitest";
import { agents } from "#agents/index.ts";
import { isTextTier } from "#schema/agent.ts";
import { closeStores } from "#tests/support/close.ts";
import { analysts } from "./analysts.ts";
import { campaigns } from "./campaigns.ts";
import { planners } from "./planners.ts";
import { prove } from "./prove.ts";
import { ownProvider } from "./provider.ts";
import { writers } from "./writers.ts";

afterAll(closeStores);
const all = { ...writers, ...campaigns, ...analysts, ...planners };

test("every agent with a model of texts is among those whose answers are looked at", () => {
  const speaking = Object.values(agents).filter(({ tier }) => isTextTier(tier));
  expect(Object.keys(all).toSorted()).toEqual(speaking.map(({ name }) => name).toSorted());
});

const handful: readonly string[] = ["content-brief-writer", "gbp-post-writer", "chat-analyst", "website-insights"];
const some = Object.fromEntries(Object.entries(all).filter(([name]) => handful.includes(name)));
prove(ownProvider("openai"), some);
prove(ownProvider("google"), some);
