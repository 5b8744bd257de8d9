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

// Accounts at other houses that are signed in to, in the order in which they are offered after the sites.
const signedInMasters: readonly Master[] = [
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

/** What a client can connect. */
export const channelMasters = [
  {
    type: "website",
    name: "Website",
    description: "The client's own site, read and crawled",
    categories: ["Website"],
    auth: "none",
    requiresUrl: true,
    capabilities: ["crawl"],
    minPlan: "free",
    position: 0,
  },
  {
    type: "wordpress",
    name: "WordPress",
    description: "Posts to a WordPress site, as draft or published",
    categories: ["CMS"],
    auth: "basic",
    requiresUrl: true,
    capabilities: ["publish"],
    minPlan: "free",
    position: 1,
  },
  {
    type: "github",
    name: "GitHub",
    description: "Changes of the site as pull requests, which its developers merge",
    categories: ["Code"],
    auth: "oauth",
    requiresUrl: false,
    capabilities: ["publish", "code"],
    minPlan: "agency",
    position: 90,
  },
  ...signedInMasters.map(({ category, ...master }, at) => ({
    ...{ auth: "oauth", requiresUrl: false, position: at + 2 },
    ...{ ...master, capabilities: [...master.capabilities], categories: [category] },
  })),
  {
    type: "hubspot",
    name: "HubSpot",
    description: "Contacts, deals and forms become leads",
    categories: ["CRM"],
    auth: "oauth",
    requiresUrl: false,
    scopes: ["crm.objects.contacts.read", "crm.objects.deals.read", "forms"],
    capabilities: ["leads"],
    minPlan: "pro",
    position: 30,
  },
];
