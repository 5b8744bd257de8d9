import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";

export const ActivityType = z.enum([
  "keyword_cluster",
  "content_brief",
  "blog_post",
  "gbp_post",
  "email_newsletter",
  "landing_page",
  "google_ads_copy",
  "meta_ads_copy",
  "linkedin_ads_copy",
  "repurpose",
  "social_calendar",
  "social_post",
  "social_video",
  "site_audit",
  "topic_research",
  "research_notes",
  "content_audit",
  "backlinks",
  "monthly_report",
  "ads_analysis",
  "review_campaign",
  "manual_task",
]);
export type ActivityType = z.infer<typeof ActivityType>;
export const ActivityStatus = z.enum([
  "pending",
  "queued",
  "in_progress",
  "awaiting_approval",
  "done",
  "failed",
  "cancelled",
]);
export type ActivityStatus = z.infer<typeof ActivityStatus>;
export const BlockedReason = z.enum([
  "dependency",
  "plan_gate",
  "plan",
  "contract",
  "subscription",
  "tenant",
  "channel_missing",
  "agent_paused",
  "insufficient_credits",
  "spend_cap",
  "privacy",
]);
export type BlockedReason = z.infer<typeof BlockedReason>;
/** What a top-up, a higher cap or a new month mends. */
export const budgetReasons: readonly (string | null)[] = [
  "insufficient_credits",
  "spend_cap",
] satisfies BlockedReason[];
export const Priority = z.enum(["critical", "high", "normal", "low"]);
export type Priority = z.infer<typeof Priority>;
export const WakeReason = z.enum(["new_task", "rejection", "critic", "retry", "resume", "refresh", "callback"]);
export type WakeReason = z.infer<typeof WakeReason>;

export const DependencyKind = z.enum(["output", "approval"]);
/** Where work waits for a person; `auto` closes without one. */
export const Gate = z.enum(["auto", "dm", "design", "client"]);

export type ActivityVerb =
  | "enqueue"
  | "start"
  | "wait"
  | "draft_ready"
  | "finish"
  | "approve_last"
  | "reject"
  | "fail"
  | "retry"
  | "redo"
  | "cancel"
  | "take_up"
  | "reopen"
  | "drop";

/** Work that others are made from, without a decision of the client bound to it: it can be done again after its end. */
export const repeatableTypes: readonly ActivityType[] = [
  "keyword_cluster",
  "content_brief",
  "topic_research",
  "research_notes",
  "site_audit",
];

export const activityMachine: readonly Transition<ActivityStatus, ActivityVerb>[] = [
  { from: ["pending"], verb: "enqueue", to: "queued" },
  { from: ["queued"], verb: "start", to: "in_progress" },
  { from: ["queued", "in_progress"], verb: "wait", to: "pending" },
  { from: ["in_progress"], verb: "draft_ready", to: "awaiting_approval" },
  { from: ["in_progress"], verb: "finish", to: "done" },
  { from: ["awaiting_approval"], verb: "approve_last", to: "done" },
  { from: ["awaiting_approval"], verb: "reject", to: "queued" },
  { from: ["queued", "in_progress"], verb: "fail", to: "failed" },
  { from: ["failed"], verb: "retry", to: "queued" },
  { from: ["done"], verb: "redo", to: "queued" },
  { from: ["pending", "queued", "awaiting_approval", "failed"], verb: "cancel", to: "cancelled" },
  // What people do is begun, opened again and given up by themselves.
  { from: ["pending"], verb: "take_up", to: "in_progress" },
  { from: ["done"], verb: "reopen", to: "in_progress" },
  { from: ["in_progress"], verb: "drop", to: "cancelled" },
];

/** Smaller is sooner. */
export const jobPriority: Record<Priority, number> = { critical: 1, high: 3, normal: 5, low: 8 };

/** Whose work it is: DL and DM of the agency, TA, CA and TM of the client. */
export const TaskRole = z.enum(["DL", "DM", "TA", "CA", "TM"]);
export type TaskRole = z.infer<typeof TaskRole>;

/** What came of a task of people. */
export const TaskResult = z.strictObject({
  note: z.string().trim().max(2_000).optional(),
  link: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});
export type TaskResult = z.infer<typeof TaskResult>;

export const Activity = z.object({
  id: id("activity"),
  tenantId: id("tenant"),
  tenantName: z.string(),
  ref: z.string(),
  type: ActivityType,
  title: z.string(),
  status: ActivityStatus,
  blockedReason: BlockedReason.nullable(),
  pausedBudget: z.boolean().describe("waits for credits or money, and goes on by itself"),
  priority: Priority,
  doer: z.string().describe("an agent, or `human` for work of people"),
  assignee: z
    .object({ id: id("user"), name: z.string() })
    .nullable()
    .describe("who does it, where a person does"),
  assigneeRole: TaskRole.nullable().describe("whose work it is while nobody is named"),
  version: z.number().int(),
  wakeReason: WakeReason,
  needsHuman: z.boolean(),
  failureCode: z.string().nullable(),
  failureMessage: z.string().nullable(),
  creditsCost: z.number(),
  subject: z.object({ type: z.string(), id: z.string() }).nullable(),
  currentRunId: z.string().nullable(),
  pausedAt: Time.nullable(),
  dueAt: Time.nullable(),
  startedAt: Time.nullable(),
  completedAt: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
});
export type Activity = z.infer<typeof Activity>;

/** Other work that an activity is tied to. */
export const LinkedActivity = Activity.pick({ id: true, ref: true, title: true, status: true });
export type LinkedActivity = z.infer<typeof LinkedActivity>;

export const ActivityDetail = Activity.extend({
  notes: z.string().nullable().describe("what it is about, in words"),
  actionItemId: z.string().nullable().describe("the action item of the plan that it does"),
  result: TaskResult.nullable().describe("what a person made of it"),
  waitsFor: z.array(LinkedActivity).describe("must be done before this begins"),
  neededBy: z.array(LinkedActivity).describe("begins once this is done"),
});
export type ActivityDetail = z.infer<typeof ActivityDetail>;

/** Another day for work that nobody has begun. */
export const ActivityMove = z.strictObject({
  on: z.iso.date().describe("the day it goes out, or is due where it does not go out"),
  from: z.iso.date().nullable().optional().describe("the day that was seen; refused when it is another by now"),
  withDependents: z.boolean().default(false).describe("what is made from it follows where it has to"),
});
export type ActivityMove = z.infer<typeof ActivityMove>;

export const ActivityMoved = z.object({
  moved: z.array(
    LinkedActivity.pick({ id: true, ref: true, title: true }).extend({ from: z.string().nullable(), on: z.string() }),
  ),
  collisions: z.array(z.object({ on: z.string(), what: z.string() })).describe("what else goes out on that day"),
});
export type ActivityMoved = z.infer<typeof ActivityMoved>;

export const ActivityEvent = z.object({
  id: z.string(),
  kind: z.string(),
  message: z.string(),
  runId: z.string().nullable(),
  createdAt: Time,
});
export type ActivityEvent = z.infer<typeof ActivityEvent>;

/** Tenant override of an activity type. */
export const TenantActivityTemplateRow = z.object({
  id: id("tenantActivityTemplate"),
  sourceType: z.string(),
  title: z.string().min(1).max(120).nullable(),
  instructions: z.string().max(2000).nullable(),
  gates: z.array(Gate).nullable(),
  monthlyMin: z.number().int().min(0).nullable(),
  monthlyMax: z.number().int().min(0).nullable(),
  enabled: z.boolean(),
});
