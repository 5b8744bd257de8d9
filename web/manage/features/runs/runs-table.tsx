"use client";

import { Button, Select } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { parseAsString, useQueryStates } from "nuqs";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { duration, words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import { agentNames } from "#schema/agent.ts";
import type { PlatformRun } from "#schema/platform-run.ts";
import { RunErrorCode, RunStatus } from "#schema/run.ts";
import { costText } from "../costs/cost-words.ts";
import { DayFilter } from "../find/day-filter.tsx";
import { TenantSelect } from "../find/tenant-select.tsx";
import { useRuns } from "./queries.ts";

const optionsOf = (values: readonly string[]) => values.map((value) => ({ value, label: words(value) }));
const none = { tenant: null, agent: null, status: null, error: null, from: null, to: null };

const what: Column<PlatformRun> = {
  key: "run",
  header: "Agent",
  cell: ({ agent, activity }) => (
    <TwoLines first={words(agent)} second={activity ? `${activity.ref} ${activity.title}` : null} />
  ),
};
const others: readonly Column<PlatformRun>[] = [
  { key: "status", header: "Status", width: 170, cell: ({ status }) => <StatusBadge kind="run" status={status} /> },
  { key: "tenant", header: "Tenant", width: 160, cell: ({ tenantName }) => tenantName },
  { key: "model", header: "Model", width: 150, hideOnCard: true, cell: ({ model }) => model },
  {
    key: "error",
    header: "Error",
    width: 120,
    hideOnCard: true,
    cell: ({ errorCode }) => (errorCode ? words(errorCode) : "–"),
  },
  { key: "time", header: "Time", width: 90, align: "right", hideOnCard: true, cell: tookText },
  {
    key: "cost",
    header: "Cost",
    width: 90,
    align: "right",
    cell: ({ costMicros, currency }) => costText([{ micros: costMicros ?? 0, currency }]),
  },
  { key: "queued", header: "Queued", width: 120, cell: ({ queuedAt }) => <TimeAgo at={queuedAt} /> },
];

function tookText({ startedAt, finishedAt }: PlatformRun): string {
  if (startedAt === null || finishedAt === null) return "–";
  const ms = Date.parse(finishedAt) - Date.parse(startedAt);
  return ms < 1_000 ? `${ms} ms` : duration(ms);
}

/** Runs with their filters, which live in the address. `agent` fixes the list to one. */
export function RunsTable({ agent: fixed }: { agent?: string }) {
  const [chosen, setFilter] = useQueryStates({
    ...{ tenant: parseAsString, agent: parseAsString, status: parseAsString },
    ...{ error: parseAsString, from: parseAsString, to: parseAsString },
  });
  const { tenant: tenantId, status, error: errorCode, from, to } = chosen;
  const list = useRuns({ tenantId, agent: fixed ?? chosen.agent, status, errorCode, from, to });
  const isFiltered = Object.values(chosen).some((value) => value !== null);
  return (
    <Panel flush>
      <FilterBar>
        <TenantSelect value={tenantId} onChange={(tenant) => void setFilter({ tenant })} />
        {fixed ? null : (
          <Choice
            label="Agent"
            options={agentNames}
            value={chosen.agent}
            onChange={(agent) => void setFilter({ agent })}
          />
        )}
        <Choice
          label="Status"
          options={RunStatus.options}
          value={status}
          onChange={(value) => void setFilter({ status: value })}
        />
        <Choice
          label="Error"
          options={RunErrorCode.options}
          value={errorCode}
          onChange={(error) => void setFilter({ error })}
        />
        <DayFilter label="From" value={from} onChange={(value) => void setFilter({ from: value })} />
        <DayFilter label="To" value={to} onChange={(value) => void setFilter({ to: value })} />
      </FilterBar>
      <DataTable
        label="Runs"
        list={list}
        columns={[what, ...others]}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/runs/${id}`}
        empty={
          isFiltered ? (
            <EmptyState
              icon={IconPlayerPlay}
              title="No match"
              action={
                <Button variant="default" onClick={() => void setFilter(none)}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <EmptyState icon={IconPlayerPlay} title="No agent has run yet" />
          )
        }
      />
    </Panel>
  );
}

interface FieldProps {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
}

function Choice({ label, options, value, onChange }: FieldProps & { options: readonly string[] }) {
  return (
    <Select
      aria-label={label}
      placeholder={`Any ${label.toLowerCase()}`}
      data={optionsOf(options)}
      value={value}
      onChange={onChange}
      searchable
      clearable
      clearButtonProps={{ "aria-label": `Clear the ${label.toLowerCase()}` }}
      w={150}
    />
  );
}
