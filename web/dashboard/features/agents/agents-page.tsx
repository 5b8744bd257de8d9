"use client";

import { Button, Stack } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import Link from "next/link";
import { useRights } from "#kit/auth/session.ts";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { CardsSkeleton } from "#kit/components/skeletons.tsx";
import { AgentCard } from "./agent-card.tsx";
import { useAgents } from "./queries.ts";

/** The agents that work for the client: on or off, and what they should heed. */
export function AgentsPage() {
  const agents = useAgents();
  const { can } = useRights();
  return (
    <>
      <PageHeader
        title="Agents"
        lead="Who writes for you. Instructions are read before every piece of work."
        actions={
          <Button component={Link} href="/settings/agents/learned" variant="default">
            What they have learned
          </Button>
        }
      />
      {agents.isPending ? <CardsSkeleton cards={3} /> : null}
      {agents.error && !agents.data ? <ErrorBlock error={agents.error} onRetry={() => void agents.refetch()} /> : null}
      {agents.data?.items.length === 0 ? (
        <EmptyState icon={IconRobot} title="The agents of your plan appear here" />
      ) : null}
      <Stack maw={860}>
        {agents.data?.items.map((agent) => (
          <AgentCard key={agent.name} agent={agent} mayConfigure={can("agent.configure")} />
        ))}
      </Stack>
    </>
  );
}
