"use client";

import { Group } from "@mantine/core";
import type { CampaignWork } from "#schema/campaign-plan.ts";
import { fixedList } from "../api/whole-list.ts";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { shortDate, words } from "../components/format.ts";
import { StatusBadge } from "../components/status-badge.tsx";
import { TwoLines } from "../components/two-lines.tsx";

const columns: Column<CampaignWork>[] = [
  {
    key: "title",
    header: "Piece",
    cell: ({ title, ref, type }) => <TwoLines first={title} second={`${ref} · ${words(type)}`} />,
  },
  {
    key: "status",
    header: "Status",
    width: 220,
    cell: ({ status, blockedReason }) => (
      <Group gap={4}>
        <StatusBadge kind="activity" status={status} />
        {blockedReason !== null && <StatusBadge kind="blocked" status={blockedReason} size="sm" />}
      </Group>
    ),
  },
  { key: "due", header: "Due", width: 110, cell: ({ dueAt }) => (dueAt === null ? "–" : shortDate(dueAt)) },
  {
    key: "out",
    header: "Goes out",
    width: 110,
    cell: ({ goesOutOn }) => (goesOutOn === null ? "–" : shortDate(goesOutOn)),
  },
];

/** The work that a campaign has ordered, each piece with its state. */
export function OrderedWork({ portal, work }: { portal: PortalName; work: CampaignWork[] }) {
  const paths = usePaths(portal);
  return (
    <DataTable
      label="Work of the campaign"
      list={fixedList(work)}
      columns={columns}
      rowKey={({ id }) => id}
      rowHref={({ id }) => paths.activity(id)}
      empty={null}
    />
  );
}
