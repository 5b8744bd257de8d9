import type { TenantVerb } from "#schema/tenant.ts";

interface VerbWords {
  label: string;
  title: (name: string) => string;
  effect: string;
}

/** What a verb is called, what is asked before it, and what it does. */
export const verbWords: Record<TenantVerb, VerbWords> = {
  activate: {
    label: "Activate",
    title: (name) => `Activate ${name}?`,
    effect: "Billing starts, and all work the plan holds may begin.",
  },
  start_trial: {
    label: "Start trial",
    title: (name) => `Start the trial of ${name}?`,
    effect: "The plan's credits are there at once. Nothing is billed until the trial ends.",
  },
  convert: {
    label: "Convert to paid",
    title: (name) => `Turn the trial of ${name} into a subscription?`,
    effect: "Billing starts now.",
  },
  reinstate: {
    label: "Reinstate",
    title: (name) => `Reinstate ${name}?`,
    effect: "Its people can sign in again, and work that was held goes on.",
  },
  reopen: {
    label: "Reopen",
    title: (name) => `Reopen ${name}?`,
    effect: "Its people can sign in again. Channels have to be connected anew.",
  },
  suspend: {
    label: "Suspend",
    title: (name) => `Suspend ${name}?`,
    effect:
      "Its people are signed out and cannot sign in. Work that runs is finished, nothing new starts, nothing is published.",
  },
  cancel: {
    label: "Cancel the tenant",
    title: (name) => `Cancel ${name}?`,
    effect: "The subscription ends, schedules stop, and nobody of the client gets in. It can be reopened for 90 days.",
  },
};

/** Verbs that take something away: they want a reason. */
export const graveVerbs: readonly TenantVerb[] = ["suspend", "cancel"];
