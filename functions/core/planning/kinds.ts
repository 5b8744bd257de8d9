import type { AgentName } from "#schema/agent.ts";
import { contextMachine } from "#schema/context.ts";
import { deliverablePlanMachine } from "#schema/deliverable-plan.ts";
import type { Transition } from "#schema/machine.ts";
import { strategyMachine } from "#schema/strategy.ts";

export type PlanningType = "context_file" | "strategy" | "deliverable_plan";

/** The facts in which one kind of planning differs from the others. */
interface Kind {
  label: string;
  table: "contextFiles" | "strategies" | "deliverablePlans";
  idOf: "contextFile" | "strategy" | "deliverablePlan";
  machine: readonly Transition<string, string>[];
  /** Column of what a version is written for. */
  state: "sections" | "details";
  /** Who fills a draft, in this order. */
  agents: readonly AgentName[];
  /** The verb of a version that another one comes in place of, and the states of those. */
  overtake: string;
  overtaken: readonly string[];
  /** What is set beside the state when nobody decides a version any more. */
  undecided?: Readonly<Record<string, null>>;
  /** What comes before there is a first version. */
  first: string;
}

export const kinds: Readonly<Record<PlanningType, Kind>> = {
  context_file: {
    label: "Context file",
    table: "contextFiles",
    idOf: "contextFile",
    machine: contextMachine,
    state: "sections",
    agents: ["context-file-writer"],
    overtake: "supersede",
    overtaken: ["approved"],
    first: "Launch the setup first.",
  },
  strategy: {
    label: "Strategy",
    table: "strategies",
    idOf: "strategy",
    machine: strategyMachine,
    state: "details",
    agents: ["strategy-writer"],
    overtake: "supersede",
    overtaken: ["approved"],
    undecided: { reviewStage: null },
    first: "It follows the approved context file.",
  },
  deliverable_plan: {
    label: "Deliverable plan",
    table: "deliverablePlans",
    idOf: "deliverablePlan",
    machine: deliverablePlanMachine,
    state: "details",
    agents: ["deliverable-planner", "action-item-planner"],
    overtake: "replace",
    overtaken: ["approved", "rejected"],
    first: "It follows the approved strategy.",
  },
};

// All three tables have the columns of a version under these names; no others are named through it.
export function tableOf(table: Kind["table"]): "contextFiles" {
  return table as "contextFiles";
}
