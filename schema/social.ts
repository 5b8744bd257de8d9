import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";

export const SocialPlatform = z.enum(["instagram", "facebook", "linkedin", "x", "tiktok", "pinterest"]);
export const SocialFormat = z.enum(["static", "carousel", "reel", "story", "text", "poll"]);
export const SocialContentType = z.enum(["educational", "promotional", "engagement", "ugc", "behind-the-scenes"]);
export const SocialCalendarStatus = z.enum(["draft", "active", "archived"]);
export const SocialPostStatus = z.enum([
  "drafting",
  "dm_review",
  "dm_approved",
  "design_pending",
  "client_review",
  "client_approved",
  "scheduled",
  "publishing",
  "published",
  "publish_unknown",
  "publish_failed",
  "rejected",
  "failed",
  "archived",
]);
export type SocialPostStatus = z.infer<typeof SocialPostStatus>;
export type SocialPostVerb =
  | "draft_ready"
  | "fail"
  | "retry"
  | "dm_approve"
  | "ask_client"
  | "design"
  | "designed"
  | "design_fail"
  | "client_approve"
  | "reject"
  | "regenerate"
  | "redesign"
  | "edit"
  | "schedule"
  | "unschedule"
  | "publish"
  | "confirm"
  | "lose_track"
  | "publish_fail"
  | "reschedule"
  | "archive";

/** A text-only post goes from the reviewer straight to the client (`ask_client`); `redesign` is a rejection of the picture. */
export const socialPostMachine: readonly Transition<SocialPostStatus, SocialPostVerb>[] = [
  { from: ["drafting"], verb: "draft_ready", to: "dm_review" },
  { from: ["drafting"], verb: "fail", to: "failed" },
  { from: ["failed"], verb: "retry", to: "drafting" },
  { from: ["dm_review"], verb: "dm_approve", to: "dm_approved" },
  { from: ["dm_approved"], verb: "ask_client", to: "client_review" },
  { from: ["dm_approved"], verb: "design", to: "design_pending" },
  { from: ["design_pending"], verb: "designed", to: "client_review" },
  { from: ["design_pending"], verb: "design_fail", to: "dm_review" },
  { from: ["client_review"], verb: "client_approve", to: "client_approved" },
  { from: ["dm_review", "client_review"], verb: "reject", to: "rejected" },
  { from: ["rejected"], verb: "regenerate", to: "drafting" },
  { from: ["rejected"], verb: "redesign", to: "design_pending" },
  { from: ["dm_review", "client_review", "client_approved", "scheduled"], verb: "edit", to: "dm_review" },
  { from: ["client_approved"], verb: "schedule", to: "scheduled" },
  { from: ["scheduled"], verb: "unschedule", to: "client_approved" },
  { from: ["scheduled"], verb: "publish", to: "publishing" },
  { from: ["publishing", "publish_unknown"], verb: "confirm", to: "published" },
  { from: ["publishing"], verb: "lose_track", to: "publish_unknown" },
  { from: ["publishing", "publish_unknown"], verb: "publish_fail", to: "publish_failed" },
  { from: ["publish_failed"], verb: "reschedule", to: "scheduled" },
  {
    from: SocialPostStatus.exclude(["publishing", "publish_unknown", "archived"]).options,
    verb: "archive",
    to: "archived",
  },
];

/** Characters a platform takes; X counts a link as 23. */
export const socialTextMax: Record<z.infer<typeof SocialPlatform>, number> = {
  instagram: 2_200,
  facebook: 2_000,
  linkedin: 3_000,
  tiktok: 2_200,
  pinterest: 500,
  x: 280,
};

export const SocialPostFields = z
  .strictObject({
    platform: SocialPlatform,
    format: SocialFormat,
    contentType: SocialContentType,
    bodyText: z.string().trim().min(1).max(3_000),
    hook: z.string().trim().max(200).nullable(),
    hashtags: z.array(z.string().regex(/^\w{1,60}$/u, "letters, digits and _ without #")).max(30),
    altText: z.string().trim().max(500).nullable(),
    linkUrl: z.url().max(2_000).nullable(),
  })
  .refine((post) => post.bodyText.length <= socialTextMax[post.platform], {
    path: ["bodyText"],
    message: "The text is longer than the platform takes.",
  });

export const SocialRequestInput = z.strictObject({
  topic: z.string().trim().min(5).max(200),
  brief: z.string().trim().max(4_000).optional(),
  audience: z.string().trim().max(500).optional(),
  platforms: z.array(SocialPlatform).min(1).max(6),
  count: z.number().int().min(1).max(30).default(1),
  format: SocialFormat.optional(),
  wantedOn: z.iso.date().optional(),
  mediaIds: z.array(id("media")).max(10).default([]),
});

export const SocialCalendarSlotFields = z.strictObject({
  slotOn: z.iso.date(),
  slotTime: z.iso.time({ precision: -1 }).nullable(),
  platform: SocialPlatform,
  contentType: SocialContentType,
  format: SocialFormat,
  topicAngle: z.string().trim().min(1).max(200),
  theme: z.string().trim().max(60).nullable(),
  notes: z.string().trim().max(500).nullable(),
});
