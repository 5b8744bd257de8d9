import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";

export const BacklinkSource = z.enum(["outreach", "directory_opportunity", "competitor_gap"]);
export const LinkType = z.enum(["dofollow", "nofollow", "ugc", "sponsored"]);
export const ProspectType = z.enum(["resource-page", "guest-post", "broken-link", "competitor-backlink", "mention"]);
export const AssetType = z.enum(["guide", "tool", "data-study", "case-study", "comparison", "template"]);
export const DirectoryCategory = z.enum(["business_directory", "listing_site", "social_bookmarking", "press_release"]);
export const DirectoryCost = z.enum(["free", "paid"]);

export const OutreachStatus = z.enum([
  "prospecting",
  "outreach_sent",
  "no_response",
  "responded",
  "agreed",
  "published",
  "declined",
]);
export type OutreachStatus = z.infer<typeof OutreachStatus>;
export type OutreachVerb = "send" | "reply" | "time_out" | "agree" | "decline" | "publish" | "lose_link" | "drop";

export const outreachMachine: readonly Transition<OutreachStatus, OutreachVerb>[] = [
  { from: ["prospecting"], verb: "send", to: "outreach_sent" },
  { from: ["outreach_sent", "no_response"], verb: "reply", to: "responded" },
  { from: ["outreach_sent"], verb: "time_out", to: "no_response" },
  { from: ["responded"], verb: "agree", to: "agreed" },
  { from: ["responded", "agreed"], verb: "decline", to: "declined" },
  { from: ["agreed", "responded"], verb: "publish", to: "published" },
  { from: ["published"], verb: "lose_link", to: "agreed" },
  { from: ["prospecting", "no_response"], verb: "drop", to: "declined" },
];

export const OpportunityStatus = z.enum(["opportunity", "in_progress", "completed", "dismissed"]);
export type OpportunityStatus = z.infer<typeof OpportunityStatus>;
export type OpportunityVerb = "start" | "complete" | "dismiss" | "reopen";

export const opportunityMachine: readonly Transition<OpportunityStatus, OpportunityVerb>[] = [
  { from: ["opportunity"], verb: "start", to: "in_progress" },
  { from: ["in_progress"], verb: "complete", to: "completed" },
  { from: ["opportunity", "in_progress"], verb: "dismiss", to: "dismissed" },
  { from: ["in_progress", "completed", "dismissed"], verb: "reopen", to: "opportunity" },
];

/** Days in which nobody is written to again, and a dismissed place is not proposed again. */
export const quietDays = 180;

/** What a person saw of outreach: an answer, what was agreed, or that nothing will come of it. */
export const OutreachMove = z.strictObject({
  verb: z.enum(["reply", "agree", "decline", "publish", "drop"]),
  notes: z.string().trim().max(4_000).optional(),
});
export type OutreachMove = z.infer<typeof OutreachMove>;

export const BacklinkOrder = z.strictObject({
  maxProspects: z.number().int().min(1).max(50).default(20),
  focusTypes: z.array(ProspectType).max(5).default([]),
});
export type BacklinkOrder = z.infer<typeof BacklinkOrder>;

/** What an answer means; null where its words do not tell. */
export const ReplyIntent = z.enum(["positive", "negative", "question", "out_of_office"]);
export type ReplyIntent = z.infer<typeof ReplyIntent>;

/** So many characters of an answer are kept. */
export const replyMax = 20_000;

export const BacklinkReply = z.object({
  id: id("backlinkReply"),
  campaignEmailId: id("campaignEmail"),
  fromEmail: z.string().nullable().describe("for the agency alone"),
  subject: z.string(),
  body: z.string().describe("what a stranger wrote, as plain text"),
  intent: ReplyIntent.nullable(),
  receivedAt: Time,
});
export type BacklinkReply = z.infer<typeof BacklinkReply>;

export const Backlink = z.object({
  id: id("backlink"),
  sourceType: BacklinkSource,
  sourceDomain: z.string(),
  sourceUrl: z.string().nullable(),
  targetUrl: z.string(),
  domainRating: z.number().int().nullable(),
  linkType: LinkType.nullable(),
  prospectType: ProspectType.nullable(),
  relevanceScore: z.number().int().nullable().describe("1 to 10"),
  pitchRationale: z.string().nullable(),
  outreachStatus: OutreachStatus.nullable(),
  opportunityStatus: OpportunityStatus.nullable(),
  steps: z.array(z.string()),
  minutes: z.number().int().nullable(),
  campaignId: z.string().nullable(),
  notes: z.string().nullable(),
  createdAt: Time,
});
export type Backlink = z.infer<typeof Backlink>;
