import { defineOptimizer } from "./descriptor/optimizer.ts";
import { composeAdChanges } from "./offline/ads-changes.ts";

export const linkedinAdsOptimizer = defineOptimizer({
  name: "linkedin-ads-optimizer",
  label: "LinkedIn ads optimiser",
  description: "Reads what ads on LinkedIn reached and proposes changes of bids, budgets and creatives.",
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
    "Figures: reached is how often an ad was shown, answered its clicks, won its conversions, spentMinor its cost. Clicks are dear here and few, so give an ad time: below two thousand views nothing is decided. Pause an ad that is clearly behind the others; narrow an audience that sees but never answers; widen one that is exhausted.",
  compose: composeAdChanges,
});
