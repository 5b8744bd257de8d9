import { insightAgent } from "./descriptor/insight.ts";

export const googleSearchConsoleInsights = insightAgent({
  name: "google-search-console-insights",
  label: "Search Console insights",
  description: "Judges what the site is found for in search, and says which queries and pages to work on.",
  channel: "the search results (Google Search Console)",
  focus:
    "Look at queries that are shown often and clicked seldom, at pages that lost places, and at what brings most clicks.",
  standing: {
    title: "Renew the most shown page",
    detail: "Take the page with most impressions, put the answer first and renew its title and description.",
  },
});
