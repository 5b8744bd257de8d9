"use client";
import { SimpleGrid } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import { useState } from "react";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { CardsSkeleton } from "#kit/components/skeletons.tsx";
import type { AgentState } from "#schema/agent.ts";
import { AgentCard } from "./agent-card.tsx";
import { AgentConfig } from "./agent-config.tsx";
import { useAgents } from "./queries.ts";

/** The agents that work for the client: state, settings, pause. */
export function AgentsPage() {
  const agents = useAgents();
  const [name, setName] = useState<AgentState["name"] | null>(null);
  const chosen = agents.data?.items.find((agent) => agent.name === name) ?? null;
  return (
    <>
      <PageHeader title="Agents" lead="Who works for this client, with which model, by which instructions." />
      {agents.isPending && <CardsSkeleton cards={3} />}
      {agents.isError && !agents.data && <ErrorBlock error={agents.error} onRetry={() => void agents.refetch()} />}
      {agents.data?.items.length === 0 && <EmptyState icon={IconRobot} title="No agents work for this client" />}
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
        {agents.data?.items.map((agent) => (
          <AgentCard key={agent.name} agent={agent} onConfigure={() => setName(agent.name)} />
        ))}
      </SimpleGrid>
      {chosen && <AgentConfig key={chosen.name} agent={chosen} onClose={() => setName(null)} />}
    </>
  );
}
