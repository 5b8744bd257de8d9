import * as z from "zod";
import { Claim, CriticResult, DiffHunk } from "./blog.ts";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { ApprovalMode } from "./tenant.ts";

export const ApprovalKind = z.enum([
  "context_file",
  "strategy",
  "deliverable_plan",
  "action_items",
  "content_request",
  "keyword_group",
  "blog_post",
  "social_copy",
  "social_post",
  "landing_page",
  "newsletter",
  "gbp_publish",
  "ads_push",
  "campaign",
  "campaign_email",
  "review_response",
  "optimisation",
  "lead_email",
  "code_change",
  "chat_action",
]);
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
  "slides_missing",
  "rewrite_failed",
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

/**
 * Kind -> risk and the stages it passes, in order. Where the thing itself decides (a campaign with a budget, a reply to an
 * angry review, a chat action of another kind), this is the least and the verb may raise it.
 */
export const approvalRules: Record<ApprovalKind, { risk: Risk; stages: readonly ApprovalStage[] }> = {
  context_file: { risk: "medium", stages: ["client"] },
  strategy: { risk: "medium", stages: ["dm", "client"] },
  deliverable_plan: { risk: "medium", stages: ["dm"] },
  action_items: { risk: "low", stages: ["dm"] },
  content_request: { risk: "low", stages: ["dm"] },
  keyword_group: { risk: "low", stages: ["dm"] },
  blog_post: { risk: "medium", stages: ["dm", "client"] },
  social_copy: { risk: "medium", stages: ["dm"] },
  social_post: { risk: "medium", stages: ["client"] },
  landing_page: { risk: "medium", stages: ["dm", "client"] },
  newsletter: { risk: "high", stages: ["dm", "client"] },
  gbp_publish: { risk: "low", stages: ["dm"] },
  ads_push: { risk: "high", stages: ["dm", "client"] },
  campaign: { risk: "medium", stages: ["dm", "client"] },
  campaign_email: { risk: "medium", stages: ["dm"] },
  review_response: { risk: "low", stages: ["dm"] },
  optimisation: { risk: "high", stages: ["dm", "client"] },
  lead_email: { risk: "medium", stages: ["dm"] },
  code_change: { risk: "high", stages: ["dm"] },
  chat_action: { risk: "low", stages: ["dm"] },
};

/** What goes out as it is, without its sentences being traced to their sources one by one. */
export const statesFacts: ReadonlySet<ApprovalKind> = new Set([
  ...(["campaign_email", "review_response", "ads_push", "gbp_publish", "lead_email"] as const),
]);

/** Gate rules a tenant sets for a kind. What releases something keeps a human stage; what reaches many or spends money keeps both. */
export const ApprovalPolicyFields = z
  .strictObject({
    kind: ApprovalKind,
    mode: ApprovalMode,
    risk: Risk.nullable().describe("raises the risk of the kind, never lowers it"),
    quorum: z.number().int().min(1).max(3).default(1),
    fourEyes: z.boolean().default(false),
    bulkAllowed: z.boolean().default(true),
  })
  .superRefine(({ kind, mode, risk }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (mode === "none" && !mayGoUngated.includes(kind)) refuse("mode", "This kind keeps at least one human stage.");
    if (mode !== "internal_client" && keepsBothStages.includes(kind)) refuse("mode", "This kind keeps both stages.");
    const order = Risk.options;
    if (risk && order.indexOf(risk) < order.indexOf(approvalRules[kind].risk))
      refuse("risk", "A risk can be raised, not lowered.");
  });
const mayGoUngated: readonly ApprovalKind[] = ["context_file", "action_items", "content_request", "keyword_group"];
const keepsBothStages: readonly ApprovalKind[] = ["ads_push", "campaign", "optimisation", "newsletter"];

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

/** At most this many approvals are decided at once. */
export const bulkMax = 50;

/** One decision for several approvals of one risk, each about exactly the content the person saw. */
export const BulkResolve = z
  .strictObject({
    items: z
      .array(z.strictObject({ id: z.string().min(1).max(60), contentHash: z.string().length(64) }))
      .min(1)
      .max(bulkMax)
      .refine((items) => new Set(items.map(({ id }) => id)).size === items.length, "Name each approval once."),
    decision: z.enum(["approve", "reject"]),
    note: z.string().trim().max(4_000).optional(),
    category: RejectCategory.optional(),
  })
  .refine(({ decision, note }) => decision === "approve" || (note?.length ?? 0) >= 10, {
    path: ["note"],
    message: "Say in 10 to 4,000 characters what should change.",
  });
export type BulkResolve = z.infer<typeof BulkResolve>;

/** What became of one of several. */
export const BulkResult = z.object({
  id: z.string(),
  ok: z.boolean(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type BulkResult = z.infer<typeof BulkResult>;

/** How many approvals of a kind and risk wait, since when, and when the first of them runs out. */
export const ApprovalCount = z.object({
  kind: ApprovalKind,
  risk: Risk,
  count: z.number().int(),
  oldestAt: Time,
  nextExpiryAt: Time,
});
export type ApprovalCount = z.infer<typeof ApprovalCount>;

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
  warnings: z.array(z.string()).describe("what was noticed of the version when it was written"),
  preview: z.string().nullable().describe("what is decided, as Markdown, where it has no screen of its own"),
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
