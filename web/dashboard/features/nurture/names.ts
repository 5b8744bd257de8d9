import type * as z from "zod";
import type { StepChannel } from "#schema/nurture.ts";

/** What the steps of a sequence are called. */
export const stepWords: Record<z.infer<typeof StepChannel>, string> = {
  email: "E-mail",
  task: "Task",
  call_reminder: "Call",
};
