"use client";

import { Button, Select } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import { parseAsString, useQueryStates } from "nuqs";
import { wholeList } from "#kit/api/whole-list.ts";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { count, words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import { AgentGroup } from "#schema/agent.ts";
import type { MasterAgent } from "#schema/agent-version.ts";
import { costText } from "../costs/cost-words.ts";
import { AgentBadge, modelText, successText } from "./agent-words.tsx";
import { useAgents } from "./queries.ts";

const groupOptions = AgentGroup.options.map((value) => ({ value, label: words(value) }));
const stateOptions = [
  { value: "on", label: "On" },
  { value: "paused", label: "Paused" },
  { value: "off", label: "Off" },
];

const columns: readonly Column<MasterAgent>[] = [
  { key: "agent", header: "Agent", cell: ({ label, name }) => <TwoLines first={label} second={name} /> },
  { key: "state", header: "Status", width: 110, cell: (agent) => <AgentBadge agent={agent} /> },
  { key: "group", header: "Group", width: 120, hideOnCard: true, cell: ({ group }) => words(group) },
  { key: "model", header: "Tier and model", width: 180, cell: modelText },
  { key: "version", header: "Version", width: 80, align: "right", hideOnCard: true, cell: ({ version }) => version },
  { key: "runs", header: "Runs, 30 days", width: 110, align: "right", cell: ({ figures }) => count(figures.runs) },
  { key: "success", header: "Success", width: 90, align: "right", cell: ({ figures }) => successText(figures) },
  { key: "cost", header: "Cost", width: 110, align: "right", cell: ({ figures }) => costText(figures.cost) },
];

/** Every agent of the platform; the filters live in the address. */
export function AgentsPage() {
  const [{ q, group, state }, setFilter] = useQueryStates({
    q: parseAsString.withDefault(""),
    group: parseAsString,
    state: parseAsString,
  });
  const all = wholeList(useAgents());
  const text = q.trim().toLowerCase();
  const items = all.items.filter(
    (agent) =>
      (text === "" || `${agent.name} ${agent.label}`.toLowerCase().includes(text)) &&
      (group === null || agent.group === group) &&
      (state === null || stateOf(agent) === state),
  );
  return (
    <>
      <PageHeader
        title="Agents"
        lead="What each agent is told, which model it works with, and how it did for all clients."
      />
      <Panel flush>
        <FilterBar q={q} onQ={(value) => void setFilter({ q: value || null })} placeholder="Filter by name">
          <Select
            aria-label="Group"
            placeholder="Any group"
            data={groupOptions}
            value={group}
            onChange={(value) => void setFilter({ group: value })}
            clearable
            clearButtonProps={{ "aria-label": "Clear the group" }}
            w={150}
          />
          <Select
            aria-label="State"
            placeholder="Any state"
            data={stateOptions}
            value={state}
            onChange={(value) => void setFilter({ state: value })}
            clearable
            clearButtonProps={{ "aria-label": "Clear the state" }}
            w={130}
          />
        </FilterBar>
        <DataTable
          label="Agents"
          list={{ ...all, items }}
          columns={columns}
          rowKey={({ name }) => name}
          rowHref={({ name }) => `/agents/${name}`}
          empty={
            <EmptyState
              icon={IconRobot}
              title="No match"
              action={
                <Button variant="default" onClick={() => void setFilter({ q: null, group: null, state: null })}>
                  Clear filters
                </Button>
              }
            />
          }
        />
      </Panel>
    </>
  );
}

function stateOf({ enabled, pausedAt }: MasterAgent): string {
  if (!enabled) return "off";
  return pausedAt === null ? "on" : "paused";
}
