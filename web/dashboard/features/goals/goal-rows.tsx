"use client";

import { IconTarget } from "@tabler/icons-react";
import { fixedList } from "#kit/api/whole-list.ts";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { shortDate } from "#kit/components/format.ts";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import { figure } from "#kit/goal/progress.ts";
import type { Goal } from "#schema/goal.ts";
import { GoalBar } from "./goal-bar.tsx";

const columns: Column<Goal>[] = [
  {
    key: "title",
    header: "Goal",
    cell: ({ title, currentValue, targetValue, unit }) => (
      <TwoLines first={title} second={`${figure(currentValue, unit)} now, ${figure(targetValue, unit)} wanted`} />
    ),
  },
  { key: "status", header: "Status", width: 120, cell: ({ status }) => <StatusBadge kind="goal" status={status} /> },
  { key: "progress", header: "Progress", width: "28%", cell: (goal) => <GoalBar goal={goal} /> },
  { key: "due", header: "Due", width: 110, cell: ({ dueOn }) => shortDate(dueOn) },
];

/** Goals with how far they have come. */
export function GoalRows({ goals, label }: { goals: Goal[]; label: string }) {
  return (
    <DataTable
      label={label}
      list={fixedList(goals)}
      columns={columns}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/goals/${id}`}
      empty={<EmptyState compact icon={IconTarget} title="Goals arrive with the plan" />}
    />
  );
}
