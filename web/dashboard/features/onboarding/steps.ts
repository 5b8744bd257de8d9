import type { OnboardingStepName } from "#schema/onboarding.ts";

export interface Step {
  name: OnboardingStepName;
  label: string;
  lead: string;
  /** About so long it takes. */
  minutes: number;
}

/** The steps of the wizard in order. */
export const steps: readonly Step[] = [
  { name: "channels", label: "Channels", lead: "Where you publish, and where results are read.", minutes: 2 },
  {
    name: "brand_voice",
    label: "Brand voice",
    lead: "How you sound. Every text is written and checked by it.",
    minutes: 5,
  },
  { name: "brand_assets", label: "Brand assets", lead: "Colours, fonts and the look of pictures.", minutes: 3 },
  {
    name: "documents",
    label: "Documents",
    lead: "What agents should know: brochures, price lists, studies.",
    minutes: 3,
  },
  { name: "baseline", label: "Baseline", lead: "Where you stand today, so that progress can be measured.", minutes: 4 },
  { name: "budget", label: "Budget", lead: "What may be spent on marketing in a month.", minutes: 1 },
  { name: "launch", label: "Launch", lead: "Look it over and let the agents begin.", minutes: 2 },
];

/** Minutes that the steps still take that nobody did. */
export function minutesLeft(done: ReadonlySet<OnboardingStepName>): number {
  return steps.filter(({ name }) => !done.has(name)).reduce((sum, { minutes }) => sum + minutes, 0);
}
