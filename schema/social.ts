import * as z from "zod";
import { PublishAttempt } from "./blog.ts";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";

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

/** What a platform is called, the forms that suit it, the best first, and how many hashtags a post there has. */
interface Terms {
  label: string;
  formats: readonly z.infer<typeof SocialFormat>[];
  hashtags: readonly [min: number, max: number];
}

export const socialPlatforms: Record<z.infer<typeof SocialPlatform>, Terms> = {
  instagram: { label: "Instagram", formats: ["static", "carousel", "reel"], hashtags: [3, 5] },
  facebook: { label: "Facebook", formats: ["static", "text", "carousel"], hashtags: [3, 5] },
  linkedin: { label: "LinkedIn", formats: ["text", "static", "carousel"], hashtags: [3, 5] },
  x: { label: "X", formats: ["text", "static"], hashtags: [1, 3] },
  tiktok: { label: "TikTok", formats: ["reel"], hashtags: [3, 5] },
  pinterest: { label: "Pinterest", formats: ["static"], hashtags: [0, 5] },
};

/** The form that suits a network best. */
export const usualFormat = (platform: z.infer<typeof SocialPlatform>): z.infer<typeof SocialFormat> =>
  socialPlatforms[platform].formats[0] ?? "text";

/** Forms that need no picture. */
export const isTextOnly = (format: string): boolean => format === "text" || format === "poll";

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
export type SocialRequestInput = z.infer<typeof SocialRequestInput>;

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

/** What a post is made of beside its text, and how far its pictures are. */
export const SocialDetails = z.object({
  imageHeadline: z.string().max(60).optional(),
  callToAction: z.string().max(80).optional(),
  emojiUsed: z.boolean().optional(),
  slides: z
    .array(z.object({ headline: z.string().max(60), text: z.string().max(200) }))
    .max(5)
    .optional(),
  pollOptions: z.array(z.string().max(30)).max(4).optional(),
  /** What follows the first post of a thread. */
  parts: z.array(z.string().max(400)).max(11).optional(),
  design: z
    .object({
      /** Orders so far; the run of each has this as its version. */
      orders: z.number().int(),
      /** Who makes the pictures now: an agent, or people, who upload them. */
      by: z.enum(["agent", "upload"]),
      /** Why people have to. */
      reason: z.string().max(200).nullable(),
      /** What was said of the last pictures. */
      feedback: z.string().max(4_000).optional(),
    })
    .optional(),
});
export type SocialDetails = z.infer<typeof SocialDetails>;

/** A post as its reviewers see it. */
export const SocialPost = z.object({
  id: id("socialPost"),
  platform: SocialPlatform,
  format: SocialFormat,
  contentType: SocialContentType,
  status: SocialPostStatus,
  version: z.number().int(),
  contentHash: z.string(),
  bodyText: z.string(),
  hook: z.string().nullable(),
  hashtags: z.array(z.string()),
  altText: z.string().nullable(),
  linkUrl: z.string().nullable(),
  imagePrompt: z.string().nullable(),
  imageHeadline: z.string().optional(),
  callToAction: z.string().optional(),
  slides: z.array(z.object({ headline: z.string(), text: z.string() })).optional(),
  pollOptions: z.array(z.string()).optional(),
  parts: z.array(z.string()).optional().describe("what follows the first post of a thread"),
  design: z
    .object({ by: z.enum(["agent", "upload"]), reason: z.string().nullable() })
    .nullable()
    .describe("who makes the pictures now, and why people have to"),
  media: z.array(
    z.object({
      id: id("media"),
      role: z.string(),
      position: z.number().int(),
      mime: z.string(),
      width: z.number().int().nullable(),
      height: z.number().int().nullable(),
      altText: z.string().nullable(),
    }),
  ),
  activityId: z.string().nullable(),
  slotId: z.string().nullable(),
  channelId: z.string().nullable(),
  plannedAt: Time.nullable().describe("when the plan has it go out; kept as `scheduledAt` once it is in line"),
  scheduledAt: Time.nullable(),
  publishedAt: Time.nullable(),
  publishedUrl: z.string().nullable(),
  publish: PublishAttempt.nullable().describe("the newest attempt to send it"),
  createdAt: Time,
  updatedAt: Time,
});
export type SocialPost = z.infer<typeof SocialPost>;

/** The calendar of a month. */
export const SocialCalendar = z.object({
  id: id("socialCalendar"),
  month: z.string(),
  summary: z.record(z.string(), z.unknown()),
  slots: z.array(
    z.object({
      id: id("socialCalendarSlot"),
      slotOn: z.iso.date(),
      platform: SocialPlatform,
      contentType: SocialContentType,
      format: SocialFormat,
      topicAngle: z.string(),
      theme: z.string().nullable(),
      notes: z.string().nullable(),
      pinned: z.boolean(),
      activityId: z.string().nullable(),
      socialPostId: z.string().nullable(),
    }),
  ),
});
export type SocialCalendar = z.infer<typeof SocialCalendar>;

/** Other words for a post: those that differ. */
export const SocialPostEdit = z.strictObject({
  bodyText: z.string().trim().min(20).max(3_000).optional(),
  hashtags: z
    .array(z.string().regex(/^\w{1,60}$/u, "letters, digits and _ without #"))
    .max(5)
    .optional(),
  altText: z.string().trim().min(20).max(250).optional(),
  version: z.number().int().min(1).describe("the version that was edited"),
  changeNote: z.string().trim().min(1).max(300).optional(),
});
export type SocialPostEdit = z.infer<typeof SocialPostEdit>;
