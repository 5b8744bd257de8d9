"use client";

import { Text } from "@mantine/core";
import { IconCalendarStats } from "@tabler/icons-react";
import { fixedList } from "#kit/api/whole-list.ts";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { credits, words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import type { DeliverablePlan } from "#schema/deliverable-plan.ts";

type Template = DeliverablePlan["templates"][number];

/** What is made how often in a month, where, for which goal, at what price. */
export function Quantities({ plan }: { plan: DeliverablePlan }) {
  const goalOf = (id: string | null) => plan.goals.find((goal) => goal.id === id)?.title ?? "–";
  const columns: Column<Template>[] = [
    {
      key: "title",
      header: "What",
      cell: ({ title, notes, rationale }) => <TwoLines first={title} second={notes ?? rationale} />,
    },
    { key: "volume", header: "A month", width: 90, align: "right", cell: ({ monthlyVolume }) => monthlyVolume },
    {
      key: "platforms",
      header: "Where",
      width: 150,
      cell: ({ platforms }) => platforms.map(words).join(", ") || "–",
    },
    { key: "goal", header: "For", hideOnCard: true, cell: ({ goalId }) => goalOf(goalId) },
    {
      key: "credits",
      header: "Credits",
      width: 130,
      align: "right",
      cell: ({ creditsEach, monthlyVolume }) => (
        <Text span inherit className="lm-tabular">
          {credits(creditsEach * monthlyVolume)}
        </Text>
      ),
    },
  ];
  return (
    <Panel title="What is made" flush>
      <DataTable
        label="Quantities of a month"
        list={fixedList(plan.templates)}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<EmptyState compact icon={IconCalendarStats} title="The quantities are being planned" />}
      />
    </Panel>
  );
}
