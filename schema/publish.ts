import * as z from "zod";
import type { Transition } from "./machine.ts";

export const AttemptStatus = z.enum(["prepared", "posting", "checking", "unknown", "confirmed", "failed", "abandoned"]);
export const AttemptMode = z.enum(["draft", "publish"]);
export const PublishTarget = z.enum(["blog", "social", "gbp", "newsletter", "ads", "code"]);
export const PublishPhase = z.enum(["post", "check", "finalise", "look_up"]);
export const PublishOutcome = z.enum(["ok", "not_sent", "refused", "unknown", "found", "absent", "pending"]);
/** What can be sent: the kinds of content that have a publisher. */
export const PublishedType = z.enum([
  "blog_post",
  "social_post",
  "gbp_post",
  "newsletter",
  "ad_copy",
  "campaign_email",
  "lead_email",
  "review_response",
  "recommendation_batch",
  "code_change",
  "landing_page",
]);
export type PublishedType = z.infer<typeof PublishedType>;
export type PublishTarget = z.infer<typeof PublishTarget>;
export type AttemptStatus = z.infer<typeof AttemptStatus>;
export type AttemptVerb = "post" | "not_sent" | "accepted" | "lose_track" | "confirm" | "refuse" | "absent" | "drop";

export const attemptMachine: readonly Transition<AttemptStatus, AttemptVerb>[] = [
  { from: ["prepared"], verb: "post", to: "posting" },
  { from: ["posting"], verb: "not_sent", to: "prepared" },
  { from: ["posting", "unknown"], verb: "accepted", to: "checking" },
  { from: ["posting", "checking"], verb: "lose_track", to: "unknown" },
  { from: ["checking", "unknown"], verb: "confirm", to: "confirmed" },
  { from: ["posting", "prepared"], verb: "refuse", to: "failed" },
  { from: ["checking", "unknown"], verb: "absent", to: "failed" },
  { from: ["prepared"], verb: "drop", to: "abandoned" },
];

/** An attempt that provably sent nothing is repeated this often. */
export const postTriesMax = 4;
/** An unknown outcome is looked up after these waits, in milliseconds; then a reviewer is asked. */
export const lookUpAfterMs: readonly number[] = [
  60_000,
  5 * 60_000,
  15 * 60_000,
  60 * 60_000,
  6 * 3_600_000,
  24 * 3_600_000,
];
/** A draft at the CMS is checked this often, for 30 days. */
export const draftCheckMs = 60 * 60_000;
export const draftCheckDays = 30;
/** Content more than this late is not sent any more; it returns to its approved state. */
export const tooLateMs = 6 * 3_600_000;

export const PublishInput = z.strictObject({
  channelId: z.string().optional(),
  mode: AttemptMode.optional(),
});
/** When approved content is to go out, and through which account; by itself at its planned time, through the only one. */
export const ReleaseInput = z.strictObject({
  channelId: z.string().max(60).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
});
export type ReleaseInput = z.infer<typeof ReleaseInput>;
export const DecideInput = z.strictObject({
  outcome: z.enum(["there", "not_there"]),
  url: z.url().max(2_000).optional(),
});
