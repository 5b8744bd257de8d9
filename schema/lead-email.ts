import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";

export const LeadEmailPurpose = z.enum(["first_touch", "follow_up", "nurture", "revive"]);
export type LeadEmailPurpose = z.infer<typeof LeadEmailPurpose>;
export const LeadEmailStatus = z.enum([
  "writing",
  "draft",
  "approved",
  "sending",
  "sent",
  "send_unknown",
  "failed",
  "discarded",
]);
export type LeadEmailStatus = z.infer<typeof LeadEmailStatus>;
export type LeadEmailVerb =
  | "write"
  | "give_up"
  | "approve"
  | "discard"
  | "send"
  | "accept"
  | "lose_track"
  | "fail"
  | "confirm"
  | "retry";

export const leadEmailMachine: readonly Transition<LeadEmailStatus, LeadEmailVerb>[] = [
  { from: ["writing"], verb: "write", to: "draft" },
  { from: ["writing"], verb: "give_up", to: "failed" },
  { from: ["draft"], verb: "approve", to: "approved" },
  { from: ["draft", "approved"], verb: "discard", to: "discarded" },
  { from: ["approved"], verb: "send", to: "sending" },
  { from: ["sending"], verb: "accept", to: "sent" },
  { from: ["sending"], verb: "lose_track", to: "send_unknown" },
  { from: ["sending", "send_unknown"], verb: "fail", to: "failed" },
  { from: ["send_unknown"], verb: "confirm", to: "sent" },
  { from: ["failed"], verb: "retry", to: "sending" },
];

export const LeadEmailOrder = z.strictObject({
  purpose: LeadEmailPurpose,
  template: z.string().trim().max(2_000).optional().describe("what the e-mail should follow"),
});
export type LeadEmailOrder = z.infer<typeof LeadEmailOrder>;

export const LeadEmail = z.object({
  id: id("leadEmail"),
  leadId: id("lead"),
  purpose: LeadEmailPurpose,
  recipient: z.string(),
  subject: z.string(),
  body: z.string(),
  status: LeadEmailStatus,
  contentHash: z.string().nullable(),
  sendAt: Time.nullable(),
  decisionNote: z.string().nullable(),
  errorCode: z.string().nullable(),
  runId: z.string().nullable(),
  createdAt: Time,
});
export type LeadEmail = z.infer<typeof LeadEmail>;
