import * as z from "zod";
import * as Monitor from "#core/visibility/agent.ts";
import { VisibilityPlatform, VisibilityType } from "#schema/visibility.ts";
import { defineCodeAgent } from "./descriptor/index.ts";
import { Day } from "./descriptor/shapes.ts";
import { bounded } from "./descriptor/text.ts";

export const VisibilityQuestions = z.object({
  prompts: z
    .array(z.object({ promptId: z.string(), prompt: bounded(5, 300), type: VisibilityType }))
    .min(1)
    .max(50),
  platforms: z.array(VisibilityPlatform).min(1).max(4),
  brandNames: z.array(z.string()).min(1).max(10),
  competitors: z.array(z.string()).max(10),
  askedOn: Day,
});
export type VisibilityQuestions = z.infer<typeof VisibilityQuestions>;

export const VisibilityAnswers = z.strictObject({
  /** Answers kept of this day. */
  answered: z.number().int().min(1),
  failures: z
    .array(z.strictObject({ promptId: z.string(), platform: VisibilityPlatform, reason: bounded(1, 300) }))
    .max(200),
});
export type VisibilityAnswers = z.infer<typeof VisibilityAnswers>;

export const aiVisibilityMonitor = defineCodeAgent<VisibilityQuestions, VisibilityAnswers>({
  name: "ai-visibility-monitor",
  label: "AI visibility monitor",
  description: "Asks assistants what people would ask them, and notes whether and how they name the client.",
  group: "research",
  worker: "visibility",
  minPlan: "pro",
  creditRateKey: "ai_visibility",
  concurrency: 2,
  timeoutMs: 600_000,
  sliceMs: 480_000,
  input: VisibilityQuestions,
  output: VisibilityAnswers,
  load: Monitor.load,
  store: Monitor.store,
  giveUp: Monitor.giveUp,
});
