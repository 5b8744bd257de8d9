import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { ActorRef } from "./value.ts";

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
});
