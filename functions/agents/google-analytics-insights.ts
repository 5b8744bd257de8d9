import { insightAgent } from "./descriptor/insight.ts";

export const googleAnalyticsInsights = insightAgent({
  name: "google-analytics-insights",
  label: "Analytics insights",
  description: "Judges visits, sources and conversions of the site, and says where more can come from.",
  channel: "the website's visits (Google Analytics)",
  focus: "Look at where visits come from, how many stay, and which lead to a conversion.",
  standing: {
    title: "Watch one source a week",
    detail: "Choose the source with the most visits and see each week how many of them end in an enquiry.",
  },
});
