import type { AudienceDefinition, CampaignBrief, CampaignChannel, CampaignDraft } from "#schema/campaign-plan.ts";
import type { TermClass } from "#schema/campaign-results.ts";
import type { ReviewFlag } from "#schema/customer-review.ts";
import type { LeadStatus } from "#schema/lead.ts";
import type { SiteFindingCode } from "#schema/site-audit.ts";
import type { VisibilityType } from "#schema/visibility.ts";

/** How a demo client reaches people and what they say of it. Days are from today, money is in minor units. */
export interface DemoReach {
  slug: string;
  /** Stands under its mails. */
  postalAddress: string;
  campaigns: readonly DemoCampaign[];
  reviews: readonly DemoReview[];
  /** What assistants are asked, each with how many of four days' answers name the client. */
  questions: readonly { prompt: string; type: VisibilityType; named: number; excerpt: string }[];
  rivals: readonly string[];
  narrative: { text: string; themes: string[]; strengths: string[]; gaps: string[]; actions: string[] };
  leads: readonly DemoLead[];
  links: readonly DemoLink[];
  audit: {
    domain: string;
    scores: readonly [before: number, now: number];
    summary: string;
    findings: readonly DemoFinding[];
    fix: { title: string; body: string; page: string; explanation: string; removed: string; added: string };
  };
  business: readonly { postType: "whats-new" | "offer"; body: string; day: number; isOut: boolean; url: string }[];
  chat: { of: string; title: string; question: string; answer: string };
}

export interface DemoCampaign {
  type: CampaignDraft["type"];
  name: string;
  goal: CampaignDraft["goal"];
  channels: CampaignChannel[];
  /** `dm_review` waits for the agency, as a person's would. */
  status: "active" | "completed" | "dm_review" | "draft";
  budgetMinor: number | null;
  from: number;
  to: number;
  brief: CampaignBrief | null;
  audiences: readonly { name: string; description: string; definition: AudienceDefinition }[];
  messages: readonly { channel: "email" | "sms"; delayHours: number; subject: string | null; body: string }[];
  /** What each thing reaches a day. */
  results: readonly { kind: "campaign" | "ad_set" | "channel"; id: string; name: string; day: readonly number[] }[];
  terms: readonly { term: string; adGroup: string; figures: readonly number[]; verdict: TermClass; why: string }[];
}

export interface DemoReview {
  rating: number;
  firstName: string;
  body: string;
  day: number;
  topics: string[];
  flags?: ReviewFlag[];
  /** What stands under it. */
  reply?: string;
  /** An answer that waits for the agency. */
  draft?: string;
}

export interface DemoLead {
  firstName: string;
  lastName: string;
  email: string;
  company: string | null;
  message: string;
  status: LeadStatus;
  source: "website_form" | "manual" | "facebook_lead_ad";
  day: number;
}

export interface DemoLink {
  domain: string;
  /** Of a site that is written to; null for a place where one may be listed. */
  type: "resource-page" | "guest-post" | "broken-link" | null;
  status: "prospecting" | "outreach_sent" | "published" | "opportunity" | "in_progress" | "completed";
  rating: number;
  fit: number;
  why: string;
  target: string;
  steps?: string[];
}

export interface DemoFinding {
  code: SiteFindingCode;
  area: "crawlability" | "on-page" | "structured-data";
  severity: "critical" | "warning" | "opportunity";
  title: string;
  detail: string;
  urls: string[];
  evidence: string;
  effort: "low" | "medium" | "high";
  impact: "low" | "medium" | "high";
}
