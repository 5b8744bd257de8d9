import { insightAgent } from "./descriptor/insight.ts";

export const googleBusinessProfileInsights = insightAgent({
  name: "google-business-profile-insights",
  label: "Business Profile insights",
  description: "Judges how often the place is seen, called and asked for the way to, and says what to complete.",
  channel: "the Google Business Profile of the place",
  focus: "Look at views in search and maps and at what they lead to: calls, directions, clicks to the site.",
  standing: {
    title: "Post to the profile every week",
    detail: "Keep hours and pictures current and post one piece of news a week with a link to the matching page.",
  },
});
