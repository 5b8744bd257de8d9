import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";

export const GoalStatus = z.enum(["draft", "active", "achieved", "missed", "archived"]);
export type GoalStatus = z.infer<typeof GoalStatus>;
export const Direction = z.enum(["up", "down"]);
export const ProgressKind = z.enum(["value", "target_change"]);
export const ProgressSource = z.enum(["manual", "channel", "crm", "agent"]);
export type GoalVerb = "activate" | "achieve" | "miss" | "edit_target" | "archive" | "restore";

export const goalMachine: readonly Transition<GoalStatus, GoalVerb>[] = [
  { from: ["draft"], verb: "activate", to: "active" },
  { from: ["active"], verb: "achieve", to: "achieved" },
  { from: ["active"], verb: "miss", to: "missed" },
  { from: ["active"], verb: "edit_target", to: "active" },
  { from: ["draft", "active", "achieved", "missed"], verb: "archive", to: "archived" },
  { from: ["archived"], verb: "restore", to: "active" },
];

/** Measurable aim. */
export const GoalRow = z.object({
  id: id("goal"),
  strategyId: id("strategy").nullable(),
  title: z.string().min(3).max(200),
  metric: z.string().min(1).max(80),
  unit: z.string().min(1).max(40),
  direction: Direction,
  baselineValue: z.number().nullable(),
  targetValue: z.number(),
  currentValue: z.number().nullable(),
  startsOn: z.iso.date(),
  dueOn: z.iso.date(),
  status: GoalStatus,
  archivedAt: Time.nullable(),
});

/** A measurement of a goal, or a change of its target. */
export const GoalProgressRow = z.object({
  id: id("goalProgress"),
  goalId: id("goal"),
  kind: ProgressKind,
  measuredOn: z.iso.date(),
  value: z.number(),
  previous: z.number().nullable(),
  source: ProgressSource,
  note: z.string().max(1000).nullable(),
});

export const Goal = z.object({
  id: id("goal"),
  title: z.string(),
  metric: z.string(),
  unit: z.string(),
  direction: Direction,
  baselineValue: z.number().nullable(),
  targetValue: z.number(),
  currentValue: z.number().nullable(),
  startsOn: z.string(),
  dueOn: z.string(),
  status: GoalStatus,
  rowVersion: z.number().int(),
});
export type Goal = z.infer<typeof Goal>;

/** A goal with what was measured and how its target changed, the newest first. */
export const GoalDetail = Goal.extend({
  progress: z.array(GoalProgressRow.omit({ goalId: true })),
});
export type GoalDetail = z.infer<typeof GoalDetail>;

const Figure = z.number().min(-1e11).max(1e11);
const Note = z.string().trim().max(1_000).optional();

export const GoalMeasure = z.strictObject({ value: Figure, measuredOn: z.iso.date(), note: Note });
export type GoalMeasure = z.infer<typeof GoalMeasure>;
export const GoalTarget = z.strictObject({ target: Figure, note: Note });

/** What a goal is about, as a person words it. */
export const GoalEdit = z.strictObject({
  title: z.string().trim().min(3).max(200),
  metric: z.string().trim().min(1).max(80),
  unit: z.string().trim().min(1).max(40),
  target: Figure,
  dueOn: z.iso.date(),
  note: Note,
});
export type GoalEdit = z.infer<typeof GoalEdit>;
