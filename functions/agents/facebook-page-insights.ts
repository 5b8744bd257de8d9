import { insightAgent } from "./descriptor/insight.ts";

export const facebookPageInsights = insightAgent({
  name: "facebook-page-insights",
  label: "Facebook page insights",
  description: "Judges reach and reactions of the Facebook page, and says what to post.",
  channel: "the Facebook page",
  focus: "Look at how many people are reached, how many of them react, and whether followers grow.",
  standing: {
    title: "Repeat what reached most people",
    detail:
      "Take the post of the month that reached most people and make another on the same subject in another format.",
  },
});
