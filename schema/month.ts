import * as z from "zod";
import { ActivityStatus, ActivityType, BlockedReason } from "./activity.ts";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";

/** One calendar month of a plan: being planned, at work, held back, given up, or over. */
export const MonthStatus = z.enum(["planning", "active", "paused", "cancelled", "closed"]);
export type MonthStatus = z.infer<typeof MonthStatus>;
export type MonthVerb = "plan" | "pause" | "resume" | "cancel" | "close";

export const monthMachine: readonly Transition<MonthStatus, MonthVerb>[] = [
  { from: ["planning", "active"], verb: "plan", to: "active" },
  { from: ["active"], verb: "pause", to: "paused" },
  { from: ["paused"], verb: "resume", to: "active" },
  { from: ["planning", "active", "paused"], verb: "cancel", to: "cancelled" },
  { from: ["planning", "active", "paused"], verb: "close", to: "closed" },
];

/** So many days must be left of a month for it to be planned; else the next one is. */
export const daysLeftMin = 6;

/** One piece of a month's work and what it waits for. */
export const MonthNode = z.object({
  id: id("activity"),
  ref: z.string(),
  type: ActivityType,
  title: z.string(),
  status: ActivityStatus,
  blockedReason: BlockedReason.nullable(),
  doer: z.string(),
  assignee: z.string().nullable().describe("name of the person who does it"),
  isYours: z.boolean().describe("a task of the person who asks"),
  dueAt: Time.nullable(),
  scheduledFor: Time.nullable(),
  goesOutOn: z.string().nullable().describe("the day of scheduledFor, YYYY-MM-DD, by the client's clock"),
  creditsCost: z.number(),
  pausedAt: Time.nullable(),
  dependsOn: z.array(z.string()),
});
export type MonthNode = z.infer<typeof MonthNode>;

export const Month = z.object({
  id: id("planMonth"),
  deliverablePlanId: z.string(),
  startsOn: z.string(),
  endsOn: z.string(),
  status: MonthStatus,
  planned: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  warnings: z.array(z.string()),
  plannedAt: Time.nullable(),
});
export type Month = z.infer<typeof Month>;

export const MonthGraph = Month.extend({ nodes: z.array(MonthNode) });
export type MonthGraph = z.infer<typeof MonthGraph>;

/** What a month would bring, before anything of it begins. */
export const DryRun = z.object({
  startsOn: z.string(),
  endsOn: z.string(),
  isInReview: z.boolean().describe("of a plan that waits for a decision: nothing of it can begin yet"),
  activities: z.array(
    z.object({
      type: ActivityType,
      title: z.string(),
      dueOn: z.string(),
      publishOn: z.string().nullable(),
      credits: z.number(),
      funded: z.boolean(),
      dependsOn: z.array(z.string()),
      tempId: z.string(),
    }),
  ),
  credits: z.object({
    needed: z.number().describe("of what is not paid yet"),
    available: z.number().describe("what is free after holds; of a month to come, its allocation"),
    used: z.number().describe("of the period, used or held by now"),
    waiting: z.number().int().describe("pieces that have to wait for credits"),
  }),
  money: z
    .object({ minor: z.number().int(), currency: z.string() })
    .describe("provider cost at today's prices, agency side only")
    .nullable(),
  approvals: z.array(z.object({ stage: z.enum(["dm", "client"]), week: z.string(), count: z.number().int() })),
  collisions: z.array(z.object({ on: z.string(), what: z.string() })),
  skipped: z.array(z.object({ type: z.string(), reason: z.enum(["plan", "needs"]) })),
});
export type DryRun = z.infer<typeof DryRun>;
