import { z } from "zod";

export const TaskStatus = z.enum(["pending", "running", "completed", "failed", "cancelled", "skipped"]);
/** What happens when the one before still runs. */
export const Overlap = z.enum(["skip", "queue_one", "allow"]);
/** What happens with times that passed unserved. */
export const CatchUp = z.enum(["skip", "once", "all"]);
export const TickStatus = z.enum(["running", "completed", "failed", "skipped"]);
