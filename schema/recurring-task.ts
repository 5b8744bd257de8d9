import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { JsonObject } from "./value.ts";

/** What happens while the run before still works. */
export const TaskOverlap = z.enum(["skip", "queue"]);

/** Repeating agent work of a tenant's own. */
export const RecurringTaskRow = z.object({
  id: id("recurringTask"),
  name: z.string().min(2).max(80),
  agent: z.string(),
  input: JsonObject,
  cron: z.string().min(9).max(120),
  timezone: z.string().min(3).max(60),
  overlap: TaskOverlap,
  enabled: z.boolean(),
  nextRunAt: Time.nullable(),
  lastRunAt: Time.nullable(),
  lastActivityId: id("activity").nullable(),
});
