import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { SubjectType } from "./subject.ts";
import { WebUrl } from "./value.ts";

export const PeriodStatus = z.enum(["planned", "active", "completed", "closed"]);
export type PeriodStatus = z.infer<typeof PeriodStatus>;
export const DeliverableStatus = z.enum([
  "generating",
  "in_review",
  "pending_review",
  "needs_approval",
  "approved",
  "published",
  "failed",
]);
export type DeliverableStatus = z.infer<typeof DeliverableStatus>;
export type PeriodVerb = "plan" | "complete" | "close";

export const periodMachine: readonly Transition<PeriodStatus, PeriodVerb>[] = [
  { from: ["planned"], verb: "plan", to: "active" },
  { from: ["active"], verb: "complete", to: "completed" },
  { from: ["planned", "active"], verb: "close", to: "closed" },
];

export type DeliverableVerb =
  | "drafted"
  | "drafted_groups"
  | "drafted_auto"
  | "dm_approve"
  | "reject"
  | "approve"
  | "confirm_publish"
  | "fail"
  | "retry";

/** A draft goes to the agency's review, to a review group by group, or needs none: by the gates of its type. */
export const deliverableMachine: readonly Transition<DeliverableStatus, DeliverableVerb>[] = [
  { from: ["generating"], verb: "drafted", to: "in_review" },
  { from: ["generating"], verb: "drafted_groups", to: "pending_review" },
  { from: ["generating"], verb: "drafted_auto", to: "approved" },
  { from: ["in_review"], verb: "dm_approve", to: "needs_approval" },
  { from: ["in_review", "needs_approval", "pending_review"], verb: "reject", to: "generating" },
  { from: ["needs_approval", "pending_review"], verb: "approve", to: "approved" },
  { from: ["approved"], verb: "confirm_publish", to: "published" },
  { from: ["generating"], verb: "fail", to: "failed" },
  { from: ["failed"], verb: "retry", to: "generating" },
];

/** One calendar month of one template. */
export const DeliverablePeriodRow = z.object({
  id: id("deliverablePeriod"),
  deliverablePlanId: id("deliverablePlan"),
  deliverableTemplateId: id("deliverableTemplate"),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  status: PeriodStatus,
  target: z.number().int().min(0),
  carriedIn: z.number().int().min(0),
  done: z.number().int().min(0),
  published: z.number().int().min(0),
  shortfall: z.number().int().min(0),
  pulledForward: z.boolean(),
  plannedAt: Time.nullable(),
  pausedAt: Time.nullable(),
  closedAt: Time.nullable(),
});

/** One promised item. */
export const DeliverableRow = z.object({
  id: id("deliverable"),
  deliverablePeriodId: id("deliverablePeriod").nullable(),
  deliverableTemplateId: id("deliverableTemplate").nullable(),
  goalId: id("goal").nullable(),
  type: z.string(),
  title: z.string().min(1).max(300),
  sequence: z.number().int().min(1),
  status: DeliverableStatus,
  dueOn: z.iso.date().nullable(),
  subjectType: SubjectType.nullable(),
  subjectId: z.string().max(60).nullable(),
  publishedUrl: WebUrl.nullable(),
  failureCode: z.string().max(80).nullable(),
});
