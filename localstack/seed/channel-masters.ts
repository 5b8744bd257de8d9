/** Accounts at other houses that are signed in to, in the order in which they are offered after the sites. */
export const signedInMasters = [
  {
    ...{ type: "google_business_profile", name: "Google Business Profile", minPlan: "free" },
    description: "Posts and reviews of a place on Google",
    categories: ["Local"],
    capabilities: ["publish", "reviews"],
  },
  {
    ...{ type: "google_ads", name: "Google Ads", minPlan: "pro" },
    description: "Campaigns, keywords and what people searched",
    categories: ["Ads"],
    capabilities: ["ads", "metrics"],
  },
  {
    ...{ type: "meta_ads", name: "Meta Ads", minPlan: "pro" },
    description: "Ads on Facebook and Instagram",
    categories: ["Ads"],
    capabilities: ["ads", "metrics"],
  },
  {
    ...{ type: "linkedin_ads", name: "LinkedIn Ads", minPlan: "pro" },
    description: "Ads on LinkedIn",
    categories: ["Ads"],
    capabilities: ["ads", "metrics"],
  },
];
