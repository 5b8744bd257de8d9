import type * as z from "zod";
import type { ActivityType, Gate } from "./activity.ts";
import type { AgentName } from "./agent.ts";
import type { Risk } from "./approval.ts";
import type { CreditRateKey } from "./plans.ts";
import type { Plan } from "./tenant.ts";

/** One type of work: who does it, from which plan on, how much of it a month holds, and what must be done before. */
export interface ActivityTypeTerms {
  label: string;
  description: string;
  /** `human` for work that people do. */
  agent: AgentName | "human";
  minPlan: Plan;
  creditRateKey: CreditRateKey | null;
  /** How many a month may hold when the plan holds the type at all. */
  monthly: { min: number; max: number };
  /** Group by group instead of as a whole, where people decide so. */
  awaits?: "groups";
  gates: readonly z.infer<typeof Gate>[];
  risk: Risk;
  /** Goes out to readers, and so needs days for its reviews before. */
  isPublished: boolean;
  /** Types of which one must be done before. */
  dependsOn: readonly ActivityType[];
  /** Works on the company's site or leads to it, and is not planned before its address is known. */
  needsSite?: true;
  /** Begun by a person about something that is there; no month plans it. */
  isOnDemand?: true;
}

/** The catalogue of activity types whose agents exist. */
export const activityTypes: Record<ActivityType, ActivityTypeTerms> = {
  keyword_cluster: {
    label: "Keyword Research Cluster",
    description: "Search terms in groups, one for each text to come",
    agent: "keyword-researcher",
    minPlan: "free",
    creditRateKey: "keyword_cluster",
    monthly: { min: 1, max: 1 },
    awaits: "groups",
    gates: ["dm"],
    risk: "low",
    isPublished: false,
    dependsOn: [],
  },
  content_brief: {
    label: "SEO Content Brief",
    description: "Instruction sheet of a post",
    agent: "content-brief-writer",
    minPlan: "free",
    creditRateKey: "content_brief",
    monthly: { min: 1, max: 8 },
    gates: ["auto"],
    risk: "low",
    isPublished: false,
    dependsOn: ["keyword_cluster"],
  },
  blog_post: {
    label: "SEO Blog Post",
    description: "Article with sources",
    agent: "blog-writer",
    minPlan: "free",
    creditRateKey: "blog_post",
    monthly: { min: 2, max: 8 },
    gates: ["dm", "client"],
    risk: "medium",
    isPublished: true,
    dependsOn: ["content_brief"],
  },
  gbp_post: {
    label: "GBP Post",
    description: "Short post for the Google Business Profile",
    agent: "gbp-post-writer",
    minPlan: "free",
    creditRateKey: "gbp_post",
    monthly: { min: 4, max: 12 },
    gates: ["auto"],
    risk: "low",
    isPublished: true,
    dependsOn: [],
  },
  email_newsletter: {
    label: "Email Newsletter",
    description: "E-mail to the subscribers",
    agent: "email-writer",
    minPlan: "pro",
    creditRateKey: "email_newsletter",
    monthly: { min: 1, max: 4 },
    gates: ["auto"],
    risk: "high",
    isPublished: true,
    dependsOn: [],
  },
  landing_page: {
    label: "Landing Page Copy",
    description: "Page for one offer, in seven sections",
    agent: "landing-page-writer",
    minPlan: "pro",
    creditRateKey: "landing_page",
    monthly: { min: 0, max: 2 },
    gates: ["dm", "client"],
    risk: "medium",
    isPublished: true,
    dependsOn: [],
  },
  google_ads_copy: {
    label: "Google Ads RSA Set",
    description: "Headlines and descriptions of a responsive search ad",
    agent: "google-ads-writer",
    minPlan: "pro",
    creditRateKey: "google_ads_rsa",
    monthly: { min: 1, max: 3 },
    gates: ["auto"],
    risk: "high",
    isPublished: false,
    dependsOn: ["keyword_cluster"],
    needsSite: true,
  },
  meta_ads_copy: {
    label: "Meta Ads Copy Set",
    description: "Variants of an ad for Facebook and Instagram",
    agent: "meta-ads-writer",
    minPlan: "pro",
    creditRateKey: "meta_ads",
    monthly: { min: 1, max: 3 },
    gates: ["auto"],
    risk: "high",
    isPublished: false,
    dependsOn: [],
    needsSite: true,
  },
  linkedin_ads_copy: {
    label: "LinkedIn Ads Copy Set",
    description: "Variants of an ad for LinkedIn",
    agent: "linkedin-ads-writer",
    minPlan: "pro",
    creditRateKey: "linkedin_ads",
    monthly: { min: 0, max: 3 },
    gates: ["auto"],
    risk: "high",
    isPublished: false,
    dependsOn: [],
    needsSite: true,
  },
  repurpose: {
    label: "Repurposed Content",
    description: "Another kind of text from one that the client approved",
    agent: "content-repurposer",
    minPlan: "pro",
    creditRateKey: "content_repurpose",
    monthly: { min: 0, max: 20 },
    gates: ["auto"],
    risk: "medium",
    isPublished: false,
    dependsOn: [],
    isOnDemand: true,
  },
  social_calendar: {
    label: "Social Media Calendar",
    description: "What goes out when and where, one entry for each post",
    agent: "social-calendar-planner",
    minPlan: "pro",
    creditRateKey: "social_calendar",
    monthly: { min: 1, max: 1 },
    gates: ["auto"],
    risk: "low",
    isPublished: false,
    dependsOn: [],
  },
  site_audit: {
    label: "Site Audit",
    description: "Technical state of the site, and what to mend first",
    agent: "site-auditor",
    needsSite: true,
    minPlan: "pro",
    creditRateKey: "site_audit",
    monthly: { min: 0, max: 1 },
    gates: ["auto"],
    risk: "low",
    isPublished: false,
    dependsOn: [],
  },
  social_post: {
    label: "Social Media Post",
    description: "Text for one platform, with its pictures",
    agent: "social-post-writer",
    minPlan: "pro",
    creditRateKey: "social_post",
    monthly: { min: 8, max: 30 },
    gates: ["dm", "design", "client"],
    risk: "medium",
    isPublished: true,
    dependsOn: ["social_calendar"],
  },
  social_video: {
    label: "Social Video",
    description: "Short video made of the picture of a post",
    agent: "social-video-designer",
    minPlan: "agency",
    creditRateKey: "ai_video_generation",
    monthly: { min: 0, max: 8 },
    gates: ["client"],
    risk: "medium",
    isPublished: true,
    dependsOn: ["social_post"],
  },
  backlinks: {
    label: "Backlink Research",
    description: "Sites that could link to the client, each with an e-mail to its owner",
    agent: "backlink-researcher",
    needsSite: true,
    minPlan: "pro",
    creditRateKey: "backlink_research",
    monthly: { min: 1, max: 1 },
    awaits: "groups",
    gates: ["dm"],
    risk: "medium",
    isPublished: false,
    dependsOn: [],
  },
  topic_research: {
    label: "Topic List",
    description: "Subjects worth writing about now",
    agent: "topic-researcher",
    minPlan: "agency",
    creditRateKey: "topic_research",
    monthly: { min: 0, max: 1 },
    gates: ["auto"],
    risk: "low",
    isPublished: false,
    dependsOn: [],
  },
  research_notes: {
    label: "Research Notes",
    description: "What is known about a subject, with its sources",
    agent: "research-note-writer",
    minPlan: "agency",
    creditRateKey: "research_notes",
    monthly: { min: 0, max: 8 },
    gates: ["auto"],
    risk: "low",
    isPublished: false,
    dependsOn: ["topic_research"],
  },
  content_audit: {
    label: "Content Audit",
    description: "Health of a published post",
    agent: "content-auditor",
    minPlan: "pro",
    creditRateKey: "content_audit",
    monthly: { min: 0, max: 20 },
    gates: ["auto"],
    risk: "low",
    isPublished: false,
    dependsOn: [],
  },
};
