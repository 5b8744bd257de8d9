import { defineOptimizer } from "./descriptor/optimizer.ts";
import { composeAdChanges } from "./offline/ads-changes.ts";

export const metaAdsOptimizer = defineOptimizer({
  name: "meta-ads-optimizer",
  label: "Meta ads optimiser",
  description: "Reads what ads on Meta reached and proposes changes of bids, budgets and creatives.",
  actions: [
    "pause_ad",
    "resume_ad",
    "change_budget",
    "change_bid",
    "rotate_creative",
    "narrow_audience",
    "widen_audience",
  ],
  craft:
    "Figures: reached is how often an ad was shown, answered its clicks, won its results (leads, orders, registrations), spentMinor its cost. An ad set carries budget and bid, an ad the creative. Pause an ad that many have seen and hardly any answered while others of its set do well; rotate a creative whose answers fell off after it had done well; move budget from sets where a result costs much to those where it costs little.",
  compose: composeAdChanges,
});
