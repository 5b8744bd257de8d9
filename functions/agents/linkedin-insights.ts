import { insightAgent } from "./descriptor/insight.ts";

export const linkedinInsights = insightAgent({
  name: "linkedin-insights",
  label: "LinkedIn insights",
  description: "Judges impressions, clicks and reactions of the organisation's page, and says what to post.",
  channel: "the organisation's page on LinkedIn",
  focus: "Look at impressions, at how many readers click or react, and whether followers grow.",
  standing: {
    title: "Let people of the company speak",
    detail: "Ask two colleagues to tell what they learned at work this month, and share it from the page.",
  },
});
