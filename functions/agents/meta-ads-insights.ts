import { insightAgent } from "./descriptor/insight.ts";

export const metaAdsInsights = insightAgent({
  name: "meta-ads-insights",
  label: "Meta Ads insights",
  description: "Judges what ads on Facebook and Instagram cost and bring, and says what to change.",
  channel: "the ads on Facebook and Instagram",
  focus: "Look at what a lead costs, how often the same people see an ad, and which campaigns pay.",
  standing: {
    title: "Give each campaign a fresh ad",
    detail: "Add one new picture with another first line to each campaign and compare it with the present one.",
  },
});
