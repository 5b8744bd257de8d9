"use client";
import { Stack } from "@mantine/core";
import { IconBulb } from "@tabler/icons-react";
import { useRights } from "../auth/session.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { PageHeader } from "../components/page-header.tsx";
import { CardsSkeleton } from "../components/skeletons.tsx";
import { AgentPanel } from "./agent-panel.tsx";
import { useMemories } from "./queries.ts";

/** What the agents have learned of a client from edits and decisions; people may take it away and bring it back. */
export function MemoryPage({ agentsPath }: { agentsPath: string }) {
  const memories = useMemories();
  const { can } = useRights();
  const byAgent = Map.groupBy(memories.data?.items ?? [], ({ agent }) => agent);
  return (
    <>
      <PageHeader
        title="What the agents have learned"
        name="Learned"
        lead="From edits, approvals and rejections. Each is read before the next piece of work."
        crumbs={[{ label: "Agents", href: agentsPath }]}
      />
      {memories.isPending ? <CardsSkeleton cards={2} /> : null}
      {memories.error && !memories.data ? (
        <ErrorBlock error={memories.error} onRetry={() => void memories.refetch()} />
      ) : null}
      {memories.data && byAgent.size === 0 ? (
        <EmptyState
          icon={IconBulb}
          title="What agents learn appears here"
          text="They learn from what people edit, approve and send back."
        />
      ) : null}
      <Stack maw={860}>
        {[...byAgent].map(([agent, of]) => (
          <AgentPanel
            key={agent}
            memories={of}
            mayForget={can("agent_memory.forget")}
            mayWord={can("agent_memory.edit")}
          />
        ))}
      </Stack>
    </>
  );
}
