import { z } from "zod";
import { Claim, CriticResult, DiffHunk } from "./blog.ts";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";

export const ApprovalKind = z.enum(["content_request", "blog_post"]);
export type ApprovalKind = z.infer<typeof ApprovalKind>;
export const ApprovalStage = z.enum(["dm", "client"]);
export type ApprovalStage = z.infer<typeof ApprovalStage>;
export const ApprovalStatus = z.enum(["pending", "approved", "rejected", "expired", "superseded"]);
export type ApprovalStatus = z.infer<typeof ApprovalStatus>;
export const Risk = z.enum(["low", "medium", "high"]);
export type Risk = z.infer<typeof Risk>;
export const RejectCategory = z.enum([
  "tone",
  "accuracy",
  "structure",
  "length",
  "seo",
  "design",
  "compliance",
  "off_topic",
  "other",
]);
export const VoteDecision = z.enum(["approve", "reject"]);
export const VoteSurface = z.enum(["dashboard", "dm", "manage", "mobile", "link"]);
export const ApprovalFlag = z.enum([
  "critic_failed",
  "critic_unavailable",
  "unsupported_claims",
  "injection_suspected",
]);
export type ApprovalFlag = z.infer<typeof ApprovalFlag>;

export type ApprovalVerb = "approve" | "reject" | "expire" | "reopen" | "supersede";
export const approvalMachine: readonly Transition<ApprovalStatus, ApprovalVerb>[] = [
  { from: ["pending"], verb: "approve", to: "approved" },
  { from: ["pending"], verb: "reject", to: "rejected" },
  { from: ["pending"], verb: "expire", to: "expired" },
  { from: ["expired"], verb: "reopen", to: "pending" },
  { from: ["pending", "approved", "expired"], verb: "supersede", to: "superseded" },
];

/** Kind -> risk and the stages it passes, in order. */
export const approvalRules: Record<ApprovalKind, { risk: Risk; stages: readonly ApprovalStage[] }> = {
  content_request: { risk: "low", stages: ["dm"] },
  blog_post: { risk: "medium", stages: ["dm", "client"] },
};

const hour = 3_600_000;
/** How long an approval of a risk stays open, in milliseconds. Expiry never approves. */
export const expiresAfterMs: Record<Risk, number> = { low: 7 * 24 * hour, medium: 5 * 24 * hour, high: 48 * hour };

export const Resolve = z
  .strictObject({
    decision: z.enum(["approve", "reject", "revise"]),
    contentHash: z.string().length(64),
    note: z.string().trim().max(4_000).optional(),
    category: RejectCategory.optional(),
  })
  .superRefine((value, context) => {
    const note = value.note?.length ?? 0;
    if (value.decision !== "approve" && note < 10)
      context.addIssue({
        code: "custom",
        path: ["note"],
        message: "Say in 10 to 4,000 characters what should change.",
      });
    if (value.decision === "approve" && note > 1_000)
      context.addIssue({
        code: "custom",
        path: ["note"],
        message: "A note to an approval has at most 1,000 characters.",
      });
  });
export type Resolve = z.infer<typeof Resolve>;

export const ApprovalItem = z.object({
  id: id("approval"),
  tenantId: id("tenant"),
  tenantName: z.string(),
  kind: ApprovalKind,
  subject: z.object({ type: z.string(), id: z.string(), title: z.string(), version: z.number().int() }),
  stage: ApprovalStage,
  risk: Risk,
  status: ApprovalStatus,
  flags: z.array(ApprovalFlag),
  contentHash: z.string(),
  quorum: z.number().int(),
  have: z.number().int(),
  criticScore: z.number().int().nullable(),
  expiresAt: Time,
  createdAt: Time,
  youMayDecide: z.boolean(),
  whyNot: z.string().nullable(),
});
export type ApprovalItem = z.infer<typeof ApprovalItem>;

export const ApprovalDetail = ApprovalItem.extend({
  note: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: Time.nullable(),
  diff: z.array(DiffHunk),
  claims: z.array(Claim),
  critic: CriticResult.nullable(),
  history: z.array(
    z.object({
      at: Time,
      who: z.string(),
      stage: ApprovalStage,
      decision: VoteDecision,
      note: z.string().nullable(),
    }),
  ),
});
export type ApprovalDetail = z.infer<typeof ApprovalDetail>;
