import { insightAgent } from "./descriptor/insight.ts";

export const googleAdsInsights = insightAgent({
  name: "google-ads-insights",
  label: "Google Ads insights",
  description: "Judges what search ads cost and bring, and says where the budget should go.",
  channel: "the search ads (Google Ads)",
  focus: "Look at what a conversion costs, which campaigns pay, and where clicks bring nothing.",
  standing: {
    title: "Go through the search terms",
    detail:
      "Exclude the terms that cost most without a conversion, and add those that convert as keywords of their own.",
  },
});
