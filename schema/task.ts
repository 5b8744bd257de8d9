import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";

export const TaskStatus = z.enum(["pending", "running", "completed", "failed", "cancelled", "skipped"]);
export type TaskStatus = z.infer<typeof TaskStatus>;
export type TaskVerb = "claim" | "succeed" | "put_off" | "fail" | "lease_out" | "cancel" | "skip";

/**
 * A failed try goes back to `pending` (`put_off`) until the tries are used up (`fail`); a lost lease counts as a try. That the
 * world moved on may be seen before a task is claimed or only by whoever claimed it.
 */
export const taskMachine: readonly Transition<TaskStatus, TaskVerb>[] = [
  { from: ["pending"], verb: "claim", to: "running" },
  { from: ["running"], verb: "succeed", to: "completed" },
  { from: ["running"], verb: "put_off", to: "pending" },
  { from: ["running"], verb: "fail", to: "failed" },
  { from: ["running"], verb: "lease_out", to: "pending" },
  { from: ["pending"], verb: "cancel", to: "cancelled" },
  { from: ["pending", "running"], verb: "skip", to: "skipped" },
];

/** What happens when the one before still runs. */
export const Overlap = z.enum(["skip", "queue_one", "allow"]);
/** What happens with times that passed unserved. */
export const CatchUp = z.enum(["skip", "once", "all"]);
export const TickStatus = z.enum(["running", "completed", "failed", "skipped"]);

interface TaskType {
  payload: z.ZodType;
  /** Not run when it comes later than this; null: however late. */
  lateMaxMs: number | null;
}

const dayMs = 24 * 3_600_000;
const Signup = z.object({ signupId: id("signupSession") });

/** Everything that can be put off to a time. */
export const taskTypes = {
  "signup.alert.internal": { payload: Signup, lateMaxMs: dayMs },
  "signup.reminder.early": { payload: Signup, lateMaxMs: dayMs },
  "signup.reminder.late": { payload: Signup, lateMaxMs: dayMs },
  "crawl.signup": { payload: z.object({ tenantId: id("tenant") }), lateMaxMs: null },
  "signup.payment": { payload: z.object({ ...Signup.shape, ordinal: z.number().int() }), lateMaxMs: dayMs },
} as const satisfies Record<string, TaskType>;

export type TaskName = keyof typeof taskTypes;
export type TaskPayload<T extends TaskName> = z.infer<(typeof taskTypes)[T]["payload"]>;
