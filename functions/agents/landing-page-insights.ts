import { insightAgent } from "./descriptor/insight.ts";

export const landingPageInsights = insightAgent({
  name: "landing-page-insights",
  label: "Landing page insights",
  description: "Judges visits and conversions of the pages on which visits begin, and says which to change.",
  channel: "the landing pages of the website",
  focus: "Look at pages with many visits and few conversions, and at how many visitors leave at once.",
  standing: {
    title: "Test one change on one page",
    detail: "Take the page with most visits, change its first screen or its form, and compare the next four weeks.",
  },
});
