import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { JsonObject } from "./value.ts";

export const OnboardingStatus = z.enum(["open", "launched", "completed"]);
export type OnboardingStatus = z.infer<typeof OnboardingStatus>;
/** The seven steps of the wizard, in order. */
export const OnboardingStepName = z.enum([
  "channels",
  "brand_voice",
  "brand_assets",
  "documents",
  "baseline",
  "budget",
  "launch",
]);
export type OnboardingStepName = z.infer<typeof OnboardingStepName>;
export const StepState = z.enum(["pending", "done", "skipped"]);
export type StepState = z.infer<typeof StepState>;
export type OnboardingVerb = "launch" | "complete";

export const onboardingMachine: readonly Transition<OnboardingStatus, OnboardingVerb>[] = [
  { from: ["open"], verb: "launch", to: "launched" },
  { from: ["launched"], verb: "complete", to: "completed" },
];
export type StepVerb = "complete" | "skip" | "reopen";

export const onboardingStepMachine: readonly Transition<StepState, StepVerb>[] = [
  { from: ["pending", "done", "skipped"], verb: "complete", to: "done" },
  { from: ["pending"], verb: "skip", to: "skipped" },
  { from: ["done", "skipped"], verb: "reopen", to: "pending" },
];

/** One pass through the wizard and the set-up chain. */
export const OnboardingRunRow = z.object({
  id: id("onboardingRun"),
  status: OnboardingStatus,
  currentStep: OnboardingStepName,
  launchedBy: id("user").nullable(),
  launchedAt: Time.nullable(),
  completedAt: Time.nullable(),
  reviewedBy: id("user").nullable(),
});

export const OnboardingStepRow = z.object({
  id: id("onboardingStep"),
  onboardingRunId: id("onboardingRun"),
  step: OnboardingStepName,
  status: StepState,
  data: JsonObject,
  doneBy: id("user").nullable(),
  doneAt: Time.nullable(),
});
