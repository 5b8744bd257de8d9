import type { Activity, TaskRole } from "#schema/activity.ts";
import { today, words } from "../components/format.ts";

export const roleWords: Record<TaskRole, string> = {
  TA: "An admin of the client",
  CA: "An approver of the client",
  TM: "A member of the client",
  DL: "An admin of the agency",
  DM: "A manager of the agency",
};

/** Who does a piece of work: a person by name, "a person" while nobody is named, else the agent. */
export function doerOf({ doer, assignee }: { doer: string; assignee: string | null }): string {
  return doer === "human" ? (assignee ?? "A person") : words(doer);
}

/** True for a task of people whose day is over without its being done. */
export function isOverdue({ doer, status, dueAt }: Pick<Activity, "doer" | "status" | "dueAt">): boolean {
  const isOpen = status === "pending" || status === "in_progress";
  return doer === "human" && isOpen && dueAt !== null && dueAt.slice(0, 10) < today();
}
