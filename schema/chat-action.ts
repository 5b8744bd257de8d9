import * as z from "zod";
import { id } from "./ids.ts";
import { DisqualificationReason, LeadVerb } from "./lead.ts";
import { LeadEmailPurpose } from "./lead-email.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import type { Permission } from "./permissions.ts";
import { ReportOrder } from "./report.ts";

const text = (max: number) => z.string().trim().max(max);
const activity = { activityId: z.string().min(1).max(60), reason: text(500).optional() };

/** All that may be asked for in a conversation: each is a verb of the product, with its own rules and rights. */
export const chatVerbs = {
  request_blog_post: {
    permission: "request.create",
    label: "Ask for a blog post",
    arguments: z.strictObject({
      topic: text(200).min(5),
      brief: text(4_000).optional(),
      targetKeyword: text(80).min(2).optional(),
      wordCount: z.number().int().min(800).max(2_500).optional(),
      wantedOn: z.iso.date().optional(),
    }),
  },
  cancel_request: {
    permission: "request.create",
    label: "Withdraw a request",
    arguments: z.strictObject({ requestId: z.string().min(1).max(60), note: text(1_000).optional() }),
  },
  plan_month: {
    permission: "plan.refresh",
    label: "Plan a month",
    arguments: z.strictObject({
      month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "must be a month such as 2026-12"),
    }),
  },
  pause_activity: { permission: "activity.steer", label: "Hold an activity back", arguments: z.strictObject(activity) },
  resume_activity: {
    permission: "activity.steer",
    label: "Let an activity go on",
    arguments: z.strictObject({ activityId: activity.activityId }),
  },
  order_report: { permission: "report.generate", label: "Order a report", arguments: ReportOrder },
  audit_site: { permission: "insight.manage", label: "Have the site audited", arguments: z.strictObject({}) },
  note_lead: {
    permission: "lead.edit",
    label: "Note something about a lead",
    arguments: z.strictObject({ leadId: z.string().min(1).max(60), body: text(5_000).min(1) }),
  },
  move_lead: {
    permission: "lead.edit",
    label: "Move a lead on",
    arguments: z.strictObject({
      leadId: z.string().min(1).max(60),
      verb: LeadVerb,
      reason: DisqualificationReason.optional(),
      text: text(500).min(3).optional(),
    }),
  },
  draft_lead_email: {
    permission: "lead.edit",
    label: "Have an e-mail to a lead written",
    arguments: z.strictObject({ leadId: z.string().min(1).max(60), purpose: LeadEmailPurpose }),
  },
} as const satisfies Record<string, { permission: Permission; label: string; arguments: z.ZodType }>;
export type ChatVerb = keyof typeof chatVerbs;
export const chatVerbNames = Object.keys(chatVerbs) as [ChatVerb, ...ChatVerb[]];
export const ChatVerb = z.enum(chatVerbNames);

export const ChatActionStatus = z.enum(["proposed", "executed", "declined"]);
export type ChatActionStatus = z.infer<typeof ChatActionStatus>;
export type ChatActionStep = "execute" | "decline";
export const chatActionMachine: readonly Transition<ChatActionStatus, ChatActionStep>[] = [
  { from: ["proposed"], verb: "execute", to: "executed" },
  { from: ["proposed"], verb: "decline", to: "declined" },
];
/** A proposal that nobody confirmed for so long is void. */
export const proposalDays = 7;

export const ChatConfirm = z.strictObject({ contentHash: z.string().length(64) });

export const ChatAction = z.object({
  id: id("chatAction"),
  messageId: z.string(),
  verb: ChatVerb,
  label: z.string(),
  arguments: z.record(z.string(), z.unknown()).describe("exactly what is done, as it is confirmed"),
  summary: z.string(),
  contentHash: z.string(),
  status: ChatActionStatus,
  result: z.record(z.string(), z.unknown()),
  expiresAt: Time,
  decidedAt: Time.nullable(),
});
export type ChatAction = z.infer<typeof ChatAction>;
