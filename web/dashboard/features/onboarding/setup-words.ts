import { statusLook } from "#kit/components/status-tones.ts";
import type { SetupStep } from "#schema/setup.ts";

export const labels: Record<SetupStep["name"], string> = {
  website: "Website",
  client_research: "Research of your company",
  competitor_research: "Research of competitors",
  context_file: "Context file",
  strategy: "Strategy",
  deliverable_plan: "Monthly plan",
};

const does: Record<SetupStep["name"], string> = {
  website: "Pages, documents, colours and fonts are read.",
  client_research: "What you offer, to whom, and what sets you apart.",
  competitor_research: "Who else is there, and how they speak.",
  context_file: "What every agent has to know of you, in one document.",
  strategy: "Six months: pillars, channels, goals.",
  deliverable_plan: "What is made in a month, and what has to be done once.",
};

/** Where the result of a step is read. */
export function hrefOf({ name, subjectId }: SetupStep): string | null {
  if (subjectId === null) return null;
  if (name === "context_file") return "/context";
  if (name === "strategy") return "/strategy";
  return name === "deliverable_plan" ? "/plan" : null;
}

/** What a step does, or what it waits for. */
export function waitingWords(step: SetupStep): string {
  if (step.status === "review")
    return step.waitsFor === "client" ? "It waits for your decision." : "Your agency looks at it first.";
  if (step.status === "failed") return step.error ?? "It was given up. Try again, or ask your agency.";
  if (step.status === "waiting" && step.blockedReason) {
    return `It waits: ${statusLook("blocked", step.blockedReason).word.toLowerCase()}.`;
  }
  return does[step.name];
}
