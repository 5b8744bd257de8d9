import * as z from "zod";
import { ClaimSupport } from "./claim.ts";
import { Confidence, CriticAdvice } from "./critic.ts";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { AttemptMode, AttemptStatus, PublishedType } from "./publish.ts";

export const BlogStatus = z.enum([
  "drafting",
  "dm_review",
  "client_review",
  "client_approved",
  "publishing",
  "cms_draft",
  "published",
  "publish_unknown",
  "publish_failed",
  "rejected",
  "failed",
  "archived",
]);
export type BlogStatus = z.infer<typeof BlogStatus>;
export type BlogVerb =
  | "draft_ready"
  | "fail"
  | "retry"
  | "dm_approve"
  | "client_approve"
  | "reject"
  | "regenerate"
  | "edit"
  | "publish"
  | "mark_published"
  | "draft_created"
  | "confirm"
  | "lose_track"
  | "publish_fail"
  | "republish"
  | "unschedule"
  | "archive";

export const blogMachine: readonly Transition<BlogStatus, BlogVerb>[] = [
  { from: ["drafting"], verb: "draft_ready", to: "dm_review" },
  { from: ["drafting"], verb: "fail", to: "failed" },
  { from: ["failed"], verb: "retry", to: "drafting" },
  { from: ["dm_review"], verb: "dm_approve", to: "client_review" },
  { from: ["client_review"], verb: "client_approve", to: "client_approved" },
  { from: ["dm_review", "client_review"], verb: "reject", to: "rejected" },
  { from: ["rejected"], verb: "regenerate", to: "drafting" },
  { from: ["dm_review", "client_review", "client_approved"], verb: "edit", to: "dm_review" },
  { from: ["client_approved"], verb: "publish", to: "publishing" },
  { from: ["client_approved"], verb: "mark_published", to: "published" },
  { from: ["publishing", "publish_unknown"], verb: "draft_created", to: "cms_draft" },
  { from: ["publishing", "cms_draft", "publish_unknown"], verb: "confirm", to: "published" },
  { from: ["publishing"], verb: "lose_track", to: "publish_unknown" },
  { from: ["publishing", "cms_draft", "publish_unknown"], verb: "publish_fail", to: "publish_failed" },
  { from: ["publish_failed"], verb: "republish", to: "publishing" },
  { from: ["publishing"], verb: "unschedule", to: "client_approved" },
  {
    from: [
      "drafting",
      "dm_review",
      "client_review",
      "client_approved",
      "cms_draft",
      "published",
      "publish_failed",
      "rejected",
      "failed",
    ],
    verb: "archive",
    to: "archived",
  },
];

/** Who wrote a version. */
export const AuthorKind = z.enum(["agent", "human"]);

export const BlogFields = z.object({
  title: z.string().trim().min(10).max(120),
  slug: z.string().regex(/^[a-z0-9-]{3,80}$/, "only a-z, 0-9 and -, 3 to 80 characters"),
  body: z.string().min(200).max(60_000).describe("Markdown, no H1"),
  excerpt: z.string().trim().max(500).nullable(),
  targetKeyword: z.string().trim().min(2).max(80),
  metaTitle: z.string().trim().min(10).max(70),
  metaDescription: z.string().trim().min(50).max(170),
});
export type BlogFields = z.infer<typeof BlogFields>;

export const BlogPatch = z.strictObject({
  ...BlogFields.partial().shape,
  changeNote: z.string().trim().max(500).optional(),
});
export type BlogPatch = z.infer<typeof BlogPatch>;

export const ApprovalState = z.object({
  id: id("approval"),
  stage: z.enum(["dm", "client"]),
  status: z.enum(["pending", "approved", "rejected", "expired", "superseded"]),
  subjectVersion: z.number().int(),
  contentHash: z.string(),
  youMayDecide: z.boolean(),
  whyNot: z.string().nullable(),
  expiresAt: Time,
});
export type ApprovalState = z.infer<typeof ApprovalState>;

export const BlogListItem = z.object({
  id: id("blogPost"),
  tenantId: id("tenant"),
  title: z.string(),
  slug: z.string(),
  targetKeyword: z.string(),
  status: BlogStatus,
  version: z.number().int(),
  wordCount: z.number().int(),
  brandScore: z.number().int().nullable(),
  publishedUrl: z.string().nullable(),
  publishedAt: Time.nullable(),
  scheduledFor: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
});
export type BlogListItem = z.infer<typeof BlogListItem>;

export const PublishAttempt = z.object({
  id: id("publishAttempt"),
  subjectType: PublishedType,
  subjectId: z.string(),
  title: z.string(),
  version: z.number().int(),
  channelId: z.string().nullable().describe("none: it is sent by our own mail"),
  channelName: z.string(),
  mode: AttemptMode,
  status: AttemptStatus,
  tries: z.number().int(),
  externalUrl: z.string().nullable(),
  editUrl: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  publishAt: Time,
  lookAt: Time.nullable(),
  confirmedAt: Time.nullable(),
  createdAt: Time,
  steps: z.array(
    z.object({
      step: z.number().int(),
      phase: z.string(),
      outcome: z.string(),
      httpStatus: z.number().int().nullable(),
      durationMs: z.number().int(),
      createdAt: Time,
    }),
  ),
});
export type PublishAttempt = z.infer<typeof PublishAttempt>;

export const CriticResult = z.object({
  version: z.number().int(),
  score: z.number().int(),
  passed: z.boolean(),
  confidence: Confidence,
  recommendation: CriticAdvice,
  issues: z.array(
    z.object({
      severity: z.enum(["blocking", "major", "minor"]),
      category: z.string(),
      description: z.string(),
      suggestion: z.string(),
      quote: z.string().optional(),
    }),
  ),
});
export type CriticResult = z.infer<typeof CriticResult>;

/** What the writer of a post proposes beside its text. */
export const BlogSuggestions = z.object({
  faq: z.array(z.object({ q: z.string(), a: z.string() })),
  imageIdeas: z.array(z.string()),
});
export type BlogSuggestions = z.infer<typeof BlogSuggestions>;

export const BlogPost = BlogListItem.extend({
  body: z.string(),
  excerpt: z.string().nullable(),
  secondaryKeywords: z.array(z.string()),
  suggestions: BlogSuggestions,
  metaTitle: z.string(),
  metaDescription: z.string(),
  language: z.string(),
  contentHash: z.string(),
  rowVersion: z.number().int(),
  briefId: z.string().nullable(),
  activityId: z.string().nullable(),
  activityStatus: z.string().nullable(),
  activityNeedsHuman: z.boolean(),
  currentRunId: z.string().nullable().describe("the run that works on it now"),
  writtenBy: z.object({ kind: AuthorKind, name: z.string() }),
  offline: z.boolean().describe("the text was composed by the built-in offline adapter"),
  approval: ApprovalState.nullable(),
  critic: CriticResult.nullable(),
  flags: z.array(z.string()),
  publish: PublishAttempt.nullable(),
  mayEdit: z.boolean(),
  mayPublish: z.boolean(),
});
export type BlogPost = z.infer<typeof BlogPost>;

export const ContentVersion = z.object({
  version: z.number().int(),
  sha256: z.string(),
  author: z.object({ kind: AuthorKind, name: z.string() }),
  changeNote: z.string().nullable(),
  runId: z.string().nullable(),
  createdAt: Time,
  content: BlogFields.partial().optional(),
});
export type ContentVersion = z.infer<typeof ContentVersion>;

/** One piece of a diff: words kept, added or removed, in one field. */
export const DiffHunk = z.object({
  field: z.string(),
  parts: z.array(z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() })),
});
export type DiffHunk = z.infer<typeof DiffHunk>;

export const Claim = z.object({
  id: id("claim"),
  text: z.string(),
  startOffset: z.number().int().describe("characters into the Markdown body"),
  endOffset: z.number().int(),
  support: ClaimSupport,
  waiveNote: z.string().nullable(),
  sources: z.array(
    z.object({
      chunkId: z.string(),
      fileId: z.string(),
      fileTitle: z.string(),
      page: z.number().int().nullable(),
      headingPath: z.string().nullable(),
      quote: z.string(),
      startOffset: z.number().int().describe("characters into the file's extracted text"),
      endOffset: z.number().int(),
      score: z.number(),
    }),
  ),
});
export type Claim = z.infer<typeof Claim>;

export const BlogImageType = z.enum(["hero", "inline_section"]);
export const BlogImageStyle = z.enum(["photo_realistic", "flat_illustration", "minimal_infographic", "abstract"]);

/** A picture that somebody wants for a post. */
export const BlogImageWish = z
  .strictObject({
    imageType: BlogImageType,
    sectionTitle: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .describe("a heading of the post, for one of its sections"),
    imageStyle: BlogImageStyle.default("photo_realistic"),
  })
  .refine((wish) => wish.imageType === "hero" || wish.sectionTitle !== undefined, {
    path: ["sectionTitle"],
    message: "Name the heading under which the picture stands.",
  });
export type BlogImageWish = z.infer<typeof BlogImageWish>;

/** The picture of a post that was asked for last, and how it went. */
export const BlogImageOrder = z.object({
  /** Orders so far; the run of each has this as its version. */
  number: z.number().int().min(1),
  wish: BlogImageWish,
  status: z.enum(["ordered", "made", "failed"]),
  mediaId: z.string().nullable(),
  reason: z.string().nullable(),
});
export type BlogImageOrder = z.infer<typeof BlogImageOrder>;
