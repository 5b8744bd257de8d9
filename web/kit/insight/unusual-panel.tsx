"use client";

import { Button, Group, Text } from "@mantine/core";
import { IconActivityHeartbeat } from "@tabler/icons-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { type AnomalyAlert, AnomalyStatus } from "#schema/anomaly.ts";
import { useRights } from "../auth/session.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { shortDate, signed, words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { useAnomalies, useDecideAnomaly } from "./queries.ts";

const options = [
  { value: "open", label: "Open" },
  { value: "acknowledged", label: "Seen" },
  { value: "dismissed", label: "Set aside" },
] as const;

const columns: Column<AnomalyAlert>[] = [
  {
    key: "metric",
    header: "What",
    cell: ({ metric, narrative, likelyCauses, suggestedAction }) => (
      <>
        <Text size="sm" fw={600}>
          {words(metric)}
        </Text>
        <Text size="sm" c="dimmed">
          {[narrative, ...likelyCauses].join(" ")}
        </Text>
        {suggestedAction && <Text size="sm">To look at today: {suggestedAction}</Text>}
      </>
    ),
  },
  { key: "channel", header: "Channel", width: 170, cell: ({ channel }) => words(channel) },
  {
    key: "change",
    header: "Change",
    width: 100,
    align: "right",
    cell: ({ changePct }) => `${signed(changePct)} %`,
  },
  {
    key: "severity",
    header: "Weight",
    width: 160,
    cell: ({ severity }) => <StatusBadge kind="severity" status={severity} />,
  },
  { key: "from", header: "From", width: 100, hideOnCard: true, cell: ({ periodStart }) => shortDate(periodStart) },
];
const decision: Column<AnomalyAlert> = {
  key: "decide",
  header: "Decision",
  width: 180,
  align: "right",
  cell: (anomaly) => <Decide anomaly={anomaly} />,
};

/** Numbers that are far from what they were, each with what may be behind it. */
export function UnusualPanel() {
  const [status, setStatus] = useQueryState("status", parseAsStringLiteral(AnomalyStatus.options).withDefault("open"));
  const list = useAnomalies(status);
  const { can } = useRights();
  const mayDecide = can("insight.manage") && status !== "dismissed";
  return (
    <Panel flush>
      <FilterBar>
        <StatusTabs label="State" value={status} options={options} onChange={(value) => void setStatus(value)} />
      </FilterBar>
      <DataTable
        label="Unusual numbers"
        list={list}
        columns={mayDecide ? [...columns, decision] : columns}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            icon={IconActivityHeartbeat}
            title={status === "open" ? "Nothing unusual" : "Nothing here"}
            text="When a number of a connected channel jumps or drops, it is told here with what may be behind it."
          />
        }
      />
    </Panel>
  );
}

function Decide({ anomaly }: { anomaly: AnomalyAlert }) {
  const decide = useDecideAnomaly(anomaly.id);
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {anomaly.status === "open" ? (
        <Button size="xs" loading={decide.isPending} onClick={() => decide.mutate("acknowledge")}>
          Seen
        </Button>
      ) : null}
      <Button size="xs" variant="default" loading={decide.isPending} onClick={() => decide.mutate("dismiss")}>
        Dismiss
      </Button>
    </Group>
  );
}
