import * as z from "zod";
import * as Attempt from "#core/publish/agent.ts";
import type { AgentName } from "#schema/agent.ts";
import type { Plan } from "#schema/tenant.ts";
import { type AgentDescriptor, defineCodeAgent } from "./index.ts";

/** One step of sending one approved version to one account. */
export const AttemptInput = z.strictObject({ attemptId: z.string(), step: z.enum(["post", "check", "finalise"]) });
export type AttemptInput = z.infer<typeof AttemptInput>;

export const AttemptOutput = z.strictObject({
  state: z.enum(["confirmed", "checking", "unknown", "failed"]),
  providerId: z.string().max(300).optional(),
  url: z.string().max(2_000).optional(),
  errorCode: z.string().max(60).optional(),
});
export type AttemptOutput = z.infer<typeof AttemptOutput>;

interface PublisherFacts {
  name: AgentName;
  label: string;
  description: string;
  /** The queue of its attempts: they are its work, and what came of each is written down as its run. */
  queue: string;
  minPlan: Plan;
  concurrency: number;
  timeoutMs: number;
}

/** An agent without a model that sends approved content, once. */
export function definePublisher(facts: PublisherFacts): AgentDescriptor<AttemptInput, AttemptOutput> {
  return {
    ...defineCodeAgent<AttemptInput, AttemptOutput>({
      ...facts,
      group: "publish",
      worker: "publish",
      creditRateKey: null,
      sliceMs: facts.timeoutMs,
      input: AttemptInput,
      output: AttemptOutput,
      load: Attempt.load,
      store: Attempt.store,
      giveUp: Attempt.giveUp,
    }),
    queue: facts.queue,
  };
}
