import * as z from "zod";
import type { Transition } from "./machine.ts";

export const CampaignType = z.enum([
  "paid_ads",
  "email_marketing",
  "email_outreach",
  "social_media",
  "seo_outreach",
  "review_generation",
]);
export const CampaignGoal = z.enum(["awareness", "traffic", "leads", "sales", "retention", "reviews"]);
export const CampaignStatus = z.enum([
  "draft",
  "dm_review",
  "dm_approved",
  "client_review",
  "client_approved",
  "active",
  "paused",
  "completed",
  "archived",
]);
export type CampaignStatus = z.infer<typeof CampaignStatus>;
export type CampaignVerb =
  | "submit"
  | "dm_approve"
  | "send_back"
  | "send_to_client"
  | "reopen"
  | "client_approve"
  | "request_changes"
  | "activate"
  | "begin"
  | "pause"
  | "resume"
  | "complete"
  | "archive";

export const campaignMachine: readonly Transition<CampaignStatus, CampaignVerb>[] = [
  { from: ["draft"], verb: "submit", to: "dm_review" },
  { from: ["dm_review"], verb: "dm_approve", to: "dm_approved" },
  { from: ["dm_review"], verb: "send_back", to: "draft" },
  { from: ["dm_approved"], verb: "send_to_client", to: "client_review" },
  { from: ["dm_approved"], verb: "reopen", to: "dm_review" },
  { from: ["client_review"], verb: "client_approve", to: "client_approved" },
  { from: ["client_review"], verb: "request_changes", to: "dm_review" },
  { from: ["client_approved"], verb: "activate", to: "active" },
  // Outreach is decided mail by mail; once all are, nobody is asked again.
  { from: ["dm_approved"], verb: "begin", to: "active" },
  { from: ["active"], verb: "pause", to: "paused" },
  { from: ["paused"], verb: "resume", to: "active" },
  { from: ["active", "paused"], verb: "complete", to: "completed" },
  {
    from: ["draft", "dm_review", "dm_approved", "client_review", "client_approved", "active", "paused", "completed"],
    verb: "archive",
    to: "archived",
  },
];

/** So many outreach mails leave in a day at most, for one client. */
export const outreachPerDay = 50;

export const CampaignEmailStatus = z.enum([
  "draft",
  "approved",
  "skipped",
  "sending",
  "sent",
  "send_unknown",
  "failed",
]);
export type CampaignEmailStatus = z.infer<typeof CampaignEmailStatus>;
export type CampaignEmailVerb =
  | "approve"
  | "skip"
  | "edit"
  | "restore"
  | "send"
  | "accept"
  | "fail"
  | "lose_track"
  | "confirm"
  | "retry"
  | "stop";

export const campaignEmailMachine: readonly Transition<CampaignEmailStatus, CampaignEmailVerb>[] = [
  { from: ["draft"], verb: "approve", to: "approved" },
  { from: ["draft"], verb: "skip", to: "skipped" },
  { from: ["approved"], verb: "edit", to: "draft" },
  { from: ["approved"], verb: "stop", to: "skipped" },
  { from: ["skipped"], verb: "restore", to: "draft" },
  { from: ["approved"], verb: "send", to: "sending" },
  { from: ["sending"], verb: "accept", to: "sent" },
  { from: ["sending"], verb: "lose_track", to: "send_unknown" },
  { from: ["sending", "send_unknown"], verb: "fail", to: "failed" },
  { from: ["send_unknown"], verb: "confirm", to: "sent" },
  { from: ["failed"], verb: "retry", to: "sending" },
];

/** What ends the row of mails to one person before its last. */
export const StopReason = z.enum([
  "replied",
  "unsubscribed",
  "bounced",
  "complained",
  "suppressed",
  "ended",
  "type_dropped",
]);
export type StopReason = z.infer<typeof StopReason>;

export const CampaignEmail = z.object({
  id: z.string(),
  campaignId: z.string(),
  backlinkId: z.string().nullable(),
  sourceDomain: z.string().nullable().describe("the site that is written to"),
  recipientEmail: z.string().nullable().describe("for the agency alone"),
  recipientName: z.string().nullable(),
  status: CampaignEmailStatus,
  contentHash: z.string(),
  mails: z
    .array(z.object({ step: z.number().int(), afterDays: z.number().int(), subject: z.string(), body: z.string() }))
    .describe("the e-mail and its reminders"),
});
export type CampaignEmail = z.infer<typeof CampaignEmail>;
