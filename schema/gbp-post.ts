import * as z from "zod";
import { PublishAttempt } from "./blog.ts";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { PageQuery, Time } from "./page.ts";

export const GbpPostType = z.enum(["whats-new", "offer", "event"]);
export const GbpCallToAction = z.enum(["book", "order", "buy", "learn-more", "sign-up", "call"]);
export const GbpPostStatus = z.enum([
  "generating",
  "approved",
  "scheduled",
  "publishing",
  "published",
  "publish_unknown",
  "publish_failed",
  "rejected",
  "archived",
]);

export type GbpPostStatus = z.infer<typeof GbpPostStatus>;
export type GbpPostVerb =
  | "draft_ready"
  | "reject"
  | "schedule"
  | "unschedule"
  | "publish"
  | "confirm"
  | "lose_track"
  | "publish_fail"
  | "reschedule"
  | "archive";

/** A post is "approved" when its writer is done; the agency's approval is what lets it be scheduled. */
export const gbpPostMachine: readonly Transition<GbpPostStatus, GbpPostVerb>[] = [
  { from: ["generating"], verb: "draft_ready", to: "approved" },
  { from: ["approved"], verb: "reject", to: "rejected" },
  { from: ["approved"], verb: "schedule", to: "scheduled" },
  { from: ["scheduled"], verb: "unschedule", to: "approved" },
  { from: ["scheduled"], verb: "publish", to: "publishing" },
  { from: ["publishing", "publish_unknown"], verb: "confirm", to: "published" },
  { from: ["publishing"], verb: "lose_track", to: "publish_unknown" },
  { from: ["publishing", "publish_unknown"], verb: "publish_fail", to: "publish_failed" },
  { from: ["publish_failed"], verb: "reschedule", to: "scheduled" },
  {
    from: GbpPostStatus.exclude(["publishing", "publish_unknown", "archived"]).options,
    verb: "archive",
    to: "archived",
  },
];

const title = z.string().trim().min(3).max(120);
export const GbpPostFields = z.strictObject({
  postType: GbpPostType,
  bodyText: z.string().trim().min(1).max(1_500),
  ctaType: GbpCallToAction.nullable(),
  ctaUrl: z.url().max(2_000).nullable(),
  offer: z
    .strictObject({
      title,
      discount: z.string().max(60),
      coupon: z.string().max(40).optional(),
      startDate: z.iso.date(),
      endDate: z.iso.date(),
    })
    .nullable(),
  event: z
    .strictObject({ title, date: z.iso.date(), time: z.iso.time().optional(), url: z.url().max(2_000).optional() })
    .nullable(),
});
export type GbpPostFields = z.infer<typeof GbpPostFields>;

export const GbpPostFilter = z.strictObject({ ...PageQuery.shape, status: GbpPostStatus.optional() });
export type GbpPostFilter = z.infer<typeof GbpPostFilter>;

/** A post as its reviewers see it. */
export const GbpPost = z.object({
  id: id("gbpPost"),
  ...GbpPostFields.shape,
  status: GbpPostStatus,
  version: z.number().int(),
  contentHash: z.string(),
  photoSuggestion: z.string().nullable().describe("which photo would go with it"),
  isApproved: z.boolean().describe("the agency lets it go out"),
  channelId: z.string().nullable(),
  activityId: z.string().nullable(),
  plannedAt: Time.nullable().describe("when the plan has it go out; kept as `scheduledAt` once it is in line"),
  scheduledAt: Time.nullable(),
  publishedAt: Time.nullable(),
  publishedUrl: z.string().nullable(),
  publish: PublishAttempt.nullable().describe("the newest attempt to send it"),
  createdAt: Time,
  updatedAt: Time,
});
export type GbpPost = z.infer<typeof GbpPost>;

/** The words of a post. */
export const GbpWording = z.strictObject({ bodyText: z.string().trim().min(100).max(1_500) });

/** Other words for a post. */
export const GbpPostEdit = z.strictObject({
  ...GbpWording.shape,
  version: z.number().int().min(1).describe("the version that was edited"),
  changeNote: z.string().trim().min(1).max(300).optional(),
});
export type GbpPostEdit = z.infer<typeof GbpPostEdit>;
