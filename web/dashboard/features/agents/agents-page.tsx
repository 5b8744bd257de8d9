"use client";

import { Button, Select, SimpleGrid } from "@mantine/core";
import { IconFilterOff, IconRobot } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { useRights } from "#kit/auth/session.ts";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { CardsSkeleton } from "#kit/components/skeletons.tsx";
import type { AgentState } from "#schema/agent.ts";
import { roster } from "#schema/roster.ts";
import { AgentCard } from "./agent-card.tsx";
import { useAgents } from "./queries.ts";

const filters = { group: parseAsString, q: parseAsString.withDefault("") };

/** The agents that work for the client: on or off, and what they should heed. */
export function AgentsPage() {
  const agents = useAgents();
  return (
    <>
      <PageHeader
        title="Agents"
        lead="Who works for you. Instructions are read before every piece of work."
        actions={
          <Button component={Link} href="/settings/agents/learned" variant="default">
            What they have learned
          </Button>
        }
      />
      {agents.isPending ? <CardsSkeleton cards={6} /> : null}
      {agents.error && !agents.data ? <ErrorBlock error={agents.error} onRetry={() => void agents.refetch()} /> : null}
      {agents.data?.items.length === 0 ? (
        <EmptyState icon={IconRobot} title="The agents of your plan appear here" />
      ) : null}
      {agents.data && agents.data.items.length > 0 ? <Filtered agents={agents.data.items} /> : null}
    </>
  );
}

function Filtered({ agents }: { agents: AgentState[] }) {
  const [{ group, q }, setFilter] = useQueryStates(filters);
  const { can } = useRights();
  const wanted = q.trim().toLowerCase();
  const shown = agents.filter(
    ({ name, label }) =>
      (group === null || roster[name].group === group) && (wanted === "" || label.toLowerCase().includes(wanted)),
  );
  const groups = [...new Set(agents.map(({ name }) => roster[name].group as string))].toSorted();
  return (
    <>
      <Panel flush>
        <FilterBar q={q} onQ={(next) => void setFilter({ q: next || null })} placeholder="Filter by name">
          <Select
            size="xs"
            maw={220}
            aria-label="Group"
            placeholder="Any group"
            clearable
            data={groups.map((value) => ({ value, label: words(value) }))}
            value={group}
            onChange={(next) => void setFilter({ group: next })}
          />
        </FilterBar>
      </Panel>
      {shown.length === 0 ? (
        <EmptyState
          icon={IconFilterOff}
          title="No match"
          action={
            <Button size="xs" variant="default" onClick={() => void setFilter(null)}>
              Clear filters
            </Button>
          }
        />
      ) : null}
      <SimpleGrid cols={{ base: 1, lg: 2 }} mt="md">
        {shown.map((agent) => (
          <AgentCard key={agent.name} agent={agent} mayConfigure={can("agent.configure")} />
        ))}
      </SimpleGrid>
    </>
  );
}
