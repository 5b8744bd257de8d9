import * as z from "zod";
import { ActionItem } from "./action-item.ts";
import { TaskRole } from "./activity.ts";
import { Goal } from "./goal.ts";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { ActorRef, JsonObject } from "./value.ts";

export const DeliverablePlanStatus = z.enum(["draft", "pending_review", "approved", "rejected", "archived"]);
export type DeliverablePlanStatus = z.infer<typeof DeliverablePlanStatus>;
export const TemplateStatus = z.enum(["draft", "active", "retired"]);
export type DeliverablePlanVerb = "submit" | "approve" | "reject" | "regenerate" | "edit_template" | "replace";

export const deliverablePlanMachine: readonly Transition<DeliverablePlanStatus, DeliverablePlanVerb>[] = [
  { from: ["draft"], verb: "submit", to: "pending_review" },
  { from: ["pending_review"], verb: "approve", to: "approved" },
  { from: ["pending_review"], verb: "reject", to: "rejected" },
  { from: ["rejected"], verb: "regenerate", to: "draft" },
  { from: ["approved"], verb: "edit_template", to: "approved" },
  { from: ["approved", "rejected", "draft"], verb: "replace", to: "archived" },
];

/** Standing monthly plan until refreshed. Credits in hundredths. */
export const DeliverablePlanRow = z.object({
  id: id("deliverablePlan"),
  strategyId: id("strategy"),
  version: z.number().int().min(1),
  status: DeliverablePlanStatus,
  startsOn: z.iso.date().nullable(),
  summary: z.string().max(4000).nullable(),
  creditsPerMonth: z.number().int().min(0),
  details: JsonObject,
  approvedBy: ActorRef.nullable(),
  approvedAt: Time.nullable(),
  rejectionNote: z.string().min(10).max(4000).nullable(),
  runId: id("run").nullable(),
});

/** Recurring quantity inside a plan. */
export const DeliverableTemplateRow = z.object({
  id: id("deliverableTemplate"),
  deliverablePlanId: id("deliverablePlan"),
  goalId: id("goal").nullable(),
  type: z.string(),
  title: z.string().min(1).max(200),
  monthlyVolume: z.number().int().min(0).max(100),
  platforms: z.array(z.string()).max(20),
  rationale: z.string().max(2000).nullable(),
  creditsEach: z.number().int().min(0),
  status: TemplateStatus,
  position: z.number().int().min(0),
  notes: z.string().max(2000).nullable(),
  assigneeRole: TaskRole.nullable(),
  assigneeUserId: id("user").nullable(),
});

/** What a plan says of a task of people, beside how often it comes. */
const TaskTerms = {
  notes: z.string().nullable().describe("what there is to do, of a task of people"),
  assigneeRole: TaskRole.nullable().describe("whose task it is while nobody is named"),
  assigneeUserId: id("user").nullable().describe("who does it"),
};

/** A monthly quantity as people see it; credits whole or quarters. */
export const PlanTemplate = z.object({
  id: id("deliverableTemplate"),
  type: z.string(),
  title: z.string(),
  monthlyVolume: z.number().int(),
  platforms: z.array(z.string()),
  rationale: z.string().nullable(),
  creditsEach: z.number(),
  goalId: z.string().nullable(),
  status: TemplateStatus,
  ...TaskTerms,
});

/** A type of work that a plan may hold, with the quantities of a month and the credits of one piece. */
export const PlanType = z.object({
  type: z.string(),
  label: z.string(),
  min: z.number().int(),
  max: z.number().int(),
  credits: z.number(),
  needs: z.array(z.string()).describe("types of which one has to be in the plan too"),
});
export type PlanType = z.infer<typeof PlanType>;

/** Quantities as a person wants them: a new version. */
export const PlanEdit = z.strictObject({
  templates: z
    .array(
      z.strictObject({
        type: z.string().min(1).max(60),
        monthlyVolume: z.number().int().min(0).max(100),
        platforms: z.array(z.string().min(1).max(40)).max(6).default([]),
        goalId: id("goal").nullable().default(null),
        rationale: z.string().trim().max(500).nullable().default(null),
        title: z.string().trim().min(5).max(120).optional().describe("of a task of people"),
        notes: z.string().trim().max(2_000).nullable().default(null),
        assigneeRole: TaskRole.nullable().default(null),
        assigneeUserId: id("user").nullable().default(null),
      }),
    )
    .min(1)
    .max(20),
  topUpsExpected: z.boolean().default(false).describe("a month may need more credits than the plan includes"),
  changeNote: z.string().trim().max(500).optional(),
});
export type PlanEdit = z.infer<typeof PlanEdit>;

export const PlanVersion = z.object({
  id: id("deliverablePlan"),
  version: z.number().int(),
  status: DeliverablePlanStatus,
  isEditable: z.boolean().describe("whether people may put other quantities in place of it"),
  summary: z.string().nullable(),
  creditsPerMonth: z.number(),
  creditsAllocated: z.number(),
  rejectionNote: z.string().nullable(),
  approvedAt: Time.nullable(),
  createdAt: Time,
});
export type PlanVersion = z.infer<typeof PlanVersion>;

export const DeliverablePlan = PlanVersion.extend({
  templates: z.array(PlanTemplate),
  goals: z.array(Goal),
  actionItems: z.array(ActionItem),
});
export type DeliverablePlan = z.infer<typeof DeliverablePlan>;
