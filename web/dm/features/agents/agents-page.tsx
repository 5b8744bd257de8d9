"use client";
import { Anchor, Button, Group, Select, SimpleGrid } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { useActiveTenant } from "#kit/api/tenant-store.ts";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { CardsSkeleton } from "#kit/components/skeletons.tsx";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { statusLook } from "#kit/components/status-tones.ts";
import type { AgentState } from "#schema/agent.ts";
import { roster } from "#schema/roster.ts";
import { AgentCard } from "./agent-card.tsx";
import { AgentConfig } from "./agent-config.tsx";
import { useAgents } from "./queries.ts";

const filters = { state: parseAsString, group: parseAsString, q: parseAsString.withDefault("") };
const states: readonly AgentState["state"][] = ["working", "queued", "failed", "paused", "idle"];
const groups = [...new Set(Object.values(roster).map(({ group }) => group as string))].toSorted();
const all = "all";

/** The agents that work for the client: what each does now and did today, settings, pause. */
export function AgentsPage() {
  const agents = useAgents();
  const tenantId = useActiveTenant();
  const [filter, setFilter] = useQueryStates(filters);
  const [name, setName] = useState<AgentState["name"] | null>(null);
  const items = agents.data?.items ?? [];
  const chosen = items.find((agent) => agent.name === name) ?? null;
  const q = filter.q.trim().toLowerCase();
  const near = items.filter(
    (agent) =>
      (filter.group === null || roster[agent.name].group === filter.group) &&
      (q === "" || agent.label.toLowerCase().includes(q)),
  );
  const shown = near.filter(({ state }) => filter.state === null || state === filter.state);
  return (
    <>
      <PageHeader
        title="Agents"
        lead="Who works for this client, what each does now and did today."
        actions={
          <Group gap="md">
            <Anchor component={Link} href={`/t/${tenantId}/agents/learned`} size="sm">
              What they have learned
            </Anchor>
            <Anchor component={Link} href={`/t/${tenantId}/runs`} size="sm">
              All runs
            </Anchor>
          </Group>
        }
      />
      <StatusTabs
        label="State"
        value={filter.state ?? all}
        options={[
          { value: all, label: `All ${near.length}` },
          ...states.map((state) => ({
            value: state as string,
            label: `${statusLook("agent", state).word} ${near.filter((agent) => agent.state === state).length}`,
          })),
        ]}
        onChange={(state) => void setFilter({ state: state === all ? null : state })}
      />
      <Panel flush>
        <FilterBar
          q={filter.q}
          onQ={(next) => void setFilter({ q: next === "" ? null : next })}
          placeholder="Filter by name"
        >
          <Select
            size="xs"
            maw={220}
            aria-label="Group"
            placeholder="Any group"
            clearable
            data={groups.map((value) => ({ value, label: words(value) }))}
            value={filter.group}
            onChange={(group) => void setFilter({ group })}
          />
        </FilterBar>
      </Panel>
      {agents.isPending && <CardsSkeleton cards={6} />}
      {agents.isError && !agents.data && <ErrorBlock error={agents.error} onRetry={() => void agents.refetch()} />}
      {agents.data && shown.length === 0 && (
        <EmptyState
          icon={IconRobot}
          title={items.length === 0 ? "No agents work for this client" : "No match"}
          action={
            items.length > 0 && (
              <Button size="xs" variant="default" onClick={() => void setFilter(null)}>
                Clear filters
              </Button>
            )
          }
        />
      )}
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} mt="md">
        {shown.map((agent) => (
          <AgentCard key={agent.name} agent={agent} tenantId={tenantId} onConfigure={() => setName(agent.name)} />
        ))}
      </SimpleGrid>
      {chosen && <AgentConfig key={chosen.name} agent={chosen} onClose={() => setName(null)} />}
    </>
  );
}
