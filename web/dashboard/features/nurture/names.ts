import type * as z from "zod";
import type { StepChannel } from "#schema/nurture.ts";

/** What the steps of a sequence are called. */
export const stepWords: Record<z.infer<typeof StepChannel>, string> = {
  email: "E-mail",
  task: "Task",
  call_reminder: "Call",
};

const dayHours = 24;

/** When a step comes: "At once", "2 days after the step before". */
export function delayText(hours: number, at: number): string {
  const before = at === 0 ? "the start" : "the step before";
  if (hours === 0) return at === 0 ? "At once" : `Right after ${before}`;
  const isDays = hours % dayHours === 0;
  const count = isDays ? hours / dayHours : hours;
  return `${count} ${isDays ? "day" : "hour"}${count === 1 ? "" : "s"} after ${before}`;
}
