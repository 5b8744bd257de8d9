import { insightAgent } from "./descriptor/insight.ts";

export const instagramInsights = insightAgent({
  name: "instagram-insights",
  label: "Instagram insights",
  description: "Judges reach, saves and profile visits of the Instagram account, and says what to post.",
  channel: "the Instagram account",
  focus: "Look at reach, at saves as the sign of worth, and at how many visit the profile.",
  standing: {
    title: "Make one post a week to be saved",
    detail: "Plan one post a week that people keep: a list, a measure, an instruction.",
  },
});
