import { z } from "zod";
import type { Transition } from "./machine.ts";

export const TaskStatus = z.enum(["pending", "running", "completed", "failed", "cancelled", "skipped"]);
export type TaskStatus = z.infer<typeof TaskStatus>;
export type TaskVerb = "claim" | "succeed" | "put_off" | "fail" | "lease_out" | "cancel" | "skip";

/** A failed try goes back to `pending` (`put_off`) until the tries are used up (`fail`); a lost lease counts as a try. */
export const taskMachine: readonly Transition<TaskStatus, TaskVerb>[] = [
  { from: ["pending"], verb: "claim", to: "running" },
  { from: ["running"], verb: "succeed", to: "completed" },
  { from: ["running"], verb: "put_off", to: "pending" },
  { from: ["running"], verb: "fail", to: "failed" },
  { from: ["running"], verb: "lease_out", to: "pending" },
  { from: ["pending"], verb: "cancel", to: "cancelled" },
  { from: ["pending"], verb: "skip", to: "skipped" },
];

/** What happens when the one before still runs. */
export const Overlap = z.enum(["skip", "queue_one", "allow"]);
/** What happens with times that passed unserved. */
export const CatchUp = z.enum(["skip", "once", "all"]);
export const TickStatus = z.enum(["running", "completed", "failed", "skipped"]);
