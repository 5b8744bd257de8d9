"use client";

import { IconRuler } from "@tabler/icons-react";
import { fixedList } from "#kit/api/whole-list.ts";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { shortDate, words } from "#kit/components/format.ts";
import { figure } from "#kit/goal/progress.ts";
import type { GoalDetail } from "#schema/goal.ts";

type Entry = GoalDetail["progress"][number];

/** Every value and every change of the target, newest first. */
export function Measurements({ goal }: { goal: GoalDetail }) {
  const columns: Column<Entry>[] = [
    { key: "on", header: "Day", cell: ({ measuredOn }) => shortDate(measuredOn) },
    {
      key: "value",
      header: "Figure",
      cell: ({ kind, value, previous }) =>
        kind === "value"
          ? figure(value, goal.unit)
          : `Target ${figure(value, goal.unit)}, before ${figure(previous, goal.unit)}`,
    },
    { key: "source", header: "From", width: 120, cell: ({ source }) => words(source) },
    { key: "note", header: "Note", hideOnCard: true, cell: ({ note }) => note ?? "–" },
  ];
  return (
    <DataTable
      label="Values and targets"
      list={fixedList(goal.progress)}
      columns={columns}
      rowKey={({ id }) => id}
      empty={<EmptyState compact icon={IconRuler} title="Nothing was measured yet" />}
    />
  );
}
