"use client";
import { Group } from "@mantine/core";
import type { MonthNode } from "#schema/month.ts";
import { fixedList } from "../api/whole-list.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { credits, words } from "../components/format.ts";
import { StatusBadge } from "../components/status-badge.tsx";
import { TwoLines } from "../components/two-lines.tsx";
import { HeldUp } from "../run/held-up.tsx";
import { doerOf } from "../task/names.ts";
import { dayName } from "./work-card.tsx";

const columns: Column<MonthNode>[] = [
  {
    key: "title",
    header: "Piece",
    cell: (node) => <TwoLines first={node.title} second={`${node.ref} · ${words(node.type)}`} />,
  },
  {
    key: "status",
    header: "Status",
    width: 220,
    cell: (node) => (
      <Group gap={4}>
        <StatusBadge kind="activity" status={node.status} />
        <HeldUp of={node} />
      </Group>
    ),
  },
  { key: "agent", header: "Who", width: 170, hideOnCard: true, cell: doerOf },
  { key: "due", header: "Due", width: 90, cell: (node) => dayOr(node.dueAt) },
  { key: "out", header: "Goes out", width: 100, cell: (node) => dayOr(node.goesOutOn) },
  {
    key: "credits",
    header: "Credits",
    width: 90,
    align: "right",
    hideOnCard: true,
    cell: (node) => credits(node.creditsCost),
  },
];

function dayOr(at: string | null): string {
  return at === null ? "–" : dayName(at.slice(0, 10));
}

/** The work of a month as a list. */
export function WorkTable({ nodes, hrefOf }: { nodes: MonthNode[]; hrefOf: (id: string) => string }) {
  return (
    <DataTable
      label="Work of the month"
      list={fixedList(nodes)}
      columns={columns}
      rowKey={(node) => node.id}
      rowHref={(node) => hrefOf(node.id)}
      empty={null}
    />
  );
}
