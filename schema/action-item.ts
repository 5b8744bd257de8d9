import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { ActorRef } from "./value.ts";

export const ActionItemStatus = z.enum(["pending_review", "approved", "scheduled", "done", "dismissed"]);
export type ActionItemStatus = z.infer<typeof ActionItemStatus>;
export type ActionItemVerb = "approve" | "schedule" | "finish" | "reopen" | "dismiss";

export const actionItemMachine: readonly Transition<ActionItemStatus, ActionItemVerb>[] = [
  { from: ["pending_review"], verb: "approve", to: "approved" },
  { from: ["approved"], verb: "schedule", to: "scheduled" },
  { from: ["approved", "scheduled"], verb: "finish", to: "done" },
  { from: ["done"], verb: "reopen", to: "scheduled" },
  { from: ["pending_review", "approved", "scheduled"], verb: "dismiss", to: "dismissed" },
];

/** One-time work beside the recurring plan. `doer` is an agent's name or `human`. */
export const ActionItemRow = z.object({
  id: id("actionItem"),
  deliverablePlanId: id("deliverablePlan"),
  goalId: id("goal").nullable(),
  title: z.string().min(5).max(120),
  description: z.string().max(2000),
  doer: z.string().min(1).max(60),
  suggestedPeriod: z.number().int().min(1).max(3),
  status: ActionItemStatus,
  activityId: id("activity").nullable(),
  decidedBy: ActorRef.nullable(),
  assigneeUserId: id("user").nullable(),
  goalHint: z.string().max(120).nullable(),
  creditEstimate: z.number().int().min(0).nullable().describe("hundredths of a credit"),
});

export const ActionItem = z.object({
  id: id("actionItem"),
  title: z.string(),
  description: z.string(),
  doer: z.string(),
  suggestedPeriod: z.number().int(),
  status: ActionItemStatus,
  activityId: z.string().nullable(),
  assignee: z.object({ id: id("user"), name: z.string() }).nullable(),
  rowVersion: z.number().int(),
  goalHint: z.string().nullable().describe("the goal that it serves, in words"),
  creditEstimate: z.number().nullable().describe("credits"),
});
export type ActionItem = z.infer<typeof ActionItem>;

/** Who does a task of people; null gives it back to nobody. */
export const ActionItemAssign = z.strictObject({ userId: id("user").nullable() });

/** A task as a person words it. */
export const ActionItemEdit = z.strictObject({
  title: ActionItemRow.shape.title,
  description: ActionItemRow.shape.description,
  suggestedPeriod: ActionItemRow.shape.suggestedPeriod,
});
export type ActionItemEdit = z.infer<typeof ActionItemEdit>;
