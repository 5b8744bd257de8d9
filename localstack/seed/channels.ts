import type { MeasuredType } from "#schema/metric.ts";
import type { Plan } from "#schema/tenant.ts";

interface Master {
  type: MeasuredType | "linkedin_ads";
  name: string;
  description: string;
  category: string;
  capabilities: readonly string[];
  minPlan: Plan;
}

/** Accounts at other houses that are signed in to, in the order in which they are offered after the sites. */
export const signedInMasters: readonly Master[] = [
  {
    type: "google_business_profile",
    name: "Google Business Profile",
    description: "How often the place is seen, called and asked for the way to",
    category: "Maps",
    capabilities: ["metrics", "insights", "publish", "reviews"],
    minPlan: "free",
  },
  {
    type: "google_analytics",
    name: "Google Analytics",
    description: "Visits of the site, where they come from and what they lead to",
    category: "Analytics",
    capabilities: ["metrics", "insights"],
    minPlan: "free",
  },
  {
    type: "google_search_console",
    name: "Google Search Console",
    description: "What the site is found for in search",
    category: "SEO",
    capabilities: ["metrics", "insights"],
    minPlan: "free",
  },
  {
    type: "facebook",
    name: "Facebook page",
    description: "Who the page reaches and what they do with its posts",
    category: "Social Media",
    capabilities: ["metrics", "insights", "publish"],
    minPlan: "pro",
  },
  {
    type: "instagram",
    name: "Instagram",
    description: "Who the account reaches and what they do with its posts",
    category: "Social Media",
    capabilities: ["metrics", "insights", "publish"],
    minPlan: "pro",
  },
  {
    type: "linkedin",
    name: "LinkedIn page",
    description: "Who the organisation's page reaches and what they do with its posts",
    category: "Social Media",
    capabilities: ["metrics", "insights", "publish"],
    minPlan: "pro",
  },
  {
    type: "google_ads",
    name: "Google Ads",
    description: "What search ads cost and bring",
    category: "Ads",
    capabilities: ["metrics", "insights", "ads"],
    minPlan: "pro",
  },
  {
    type: "meta_ads",
    name: "Meta Ads",
    description: "What ads on Facebook and Instagram cost and bring",
    category: "Ads",
    capabilities: ["metrics", "insights", "ads"],
    minPlan: "pro",
  },
  {
    type: "linkedin_ads",
    name: "LinkedIn Ads",
    description: "What ads on LinkedIn cost and bring",
    category: "Ads",
    capabilities: ["metrics", "ads"],
    minPlan: "pro",
  },
];
