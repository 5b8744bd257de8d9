import { type ActivityStatus, ActivityStatus as Statuses } from "#schema/activity.ts";
import type { MonthNode } from "#schema/month.ts";

/** What a person wants to see of a month's work; empty or null is everything. */
export interface WorkFilter {
  status: string[];
  type: string | null;
  agent: string | null;
  mine: boolean;
}

/** The pieces that fit a filter, in their order. */
export function matching(nodes: readonly MonthNode[], { status, type, agent, mine }: WorkFilter): MonthNode[] {
  return nodes.filter(
    (node) =>
      (status.length === 0 || status.includes(node.status)) &&
      (type === null || node.type === type) &&
      (agent === null || node.doer === agent) &&
      (!mine || node.isYours),
  );
}

/** The columns of a board in the order of work; those without a piece are left out, but for the way that all work goes. */
export function columnsOf(nodes: readonly MonthNode[]): { status: ActivityStatus; nodes: MonthNode[] }[] {
  const always: readonly ActivityStatus[] = ["pending", "in_progress", "awaiting_approval", "done"];
  return Statuses.options
    .map((status) => ({ status, nodes: nodes.filter((node) => node.status === status) }))
    .filter((column) => column.nodes.length > 0 || always.includes(column.status));
}

/** The day (YYYY-MM-DD) on which a piece stands in a calendar: when it goes out, else when it is due. */
export function dayOf({ goesOutOn, dueAt }: Pick<MonthNode, "goesOutOn" | "dueAt">): string | null {
  return goesOutOn ?? dueAt?.slice(0, 10) ?? null;
}

/** The weeks of a month from Monday to Sunday, with the days of its neighbours that fill them. */
export function weeksOf(month: string): string[][] {
  const first = new Date(`${month}-01T00:00:00Z`);
  const day = new Date(first);
  day.setUTCDate(1 - ((first.getUTCDay() + 6) % 7));
  const weeks: string[][] = [];
  do {
    const week: string[] = [];
    for (let at = 0; at < 7; at++) {
      week.push(day.toISOString().slice(0, 10));
      day.setUTCDate(day.getUTCDate() + 1);
    }
    weeks.push(week);
  } while (day.toISOString().slice(0, 7) === month);
  return weeks;
}
