"use client";
import { SimpleGrid, Stack, Text } from "@mantine/core";
import { IconBuildingStore } from "@tabler/icons-react";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { CardsSkeleton } from "#kit/components/skeletons.tsx";
import { StatCard } from "#kit/components/stat-card.tsx";
import { MyTasks } from "#kit/task/my-tasks.tsx";
import { useOverview } from "../shell/queries.ts";
import { ClientTile } from "./client-tile.tsx";
import { ProblemsPanel } from "./problems-panel.tsx";
import { ReviewsPanel } from "./reviews-panel.tsx";
import { RunningPanel } from "./running-panel.tsx";

/** Everything about all assigned clients on one screen: what waits, what runs, what is stuck. */
export function MissionControl() {
  const overview = useOverview();
  const totals = overview.data?.totals;
  const clients = [...(overview.data?.tenants ?? [])].sort(
    (a, b) => (b.oldestPendingAgeH ?? -1) - (a.oldestPendingAgeH ?? -1),
  );
  return (
    <>
      <PageHeader title="Mission Control" lead="All your clients: what waits for you, what runs, what is stuck." />
      {overview.isPending && <CardsSkeleton />}
      {overview.isError && !overview.data && (
        <ErrorBlock error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {totals && (
        <Stack gap="lg">
          <SimpleGrid cols={{ base: 2, md: 4 }}>
            <StatCard
              label="Pending approvals"
              value={totals.pendingApprovals}
              href="/approvals"
              tone={totals.pendingApprovals > 0 ? "attention" : "waiting"}
            />
            <StatCard
              label="In progress"
              value={totals.activitiesInProgress}
              href="/activities?status=in_progress"
              tone={totals.activitiesInProgress > 0 ? "running" : "waiting"}
            />
            <StatCard
              label="Blocked"
              value={totals.activitiesBlocked}
              href="/activities?status=pending"
              tone={totals.activitiesBlocked > 0 ? "attention" : "waiting"}
            />
            <StatCard
              label="Problems"
              value={totals.problems}
              href="/activities?status=failed"
              tone={totals.problems > 0 ? "failed" : "done"}
            />
          </SimpleGrid>
          {clients.length === 0 ? (
            <EmptyState
              icon={IconBuildingStore}
              title="No clients are assigned to you"
              text="An agency admin assigns clients; they appear here at once."
            />
          ) : (
            <section aria-labelledby="clients">
              <Text component="h2" id="clients" size="md" fw={600} mb="sm">
                Clients
              </Text>
              <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
                {clients.map((client) => (
                  <ClientTile key={client.id} client={client} />
                ))}
              </SimpleGrid>
            </section>
          )}
          <MyTasks portal="dm" />
          <SimpleGrid cols={{ base: 1, lg: 2 }} style={{ alignItems: "start" }}>
            <RunningPanel />
            <ReviewsPanel />
          </SimpleGrid>
          <ProblemsPanel />
        </Stack>
      )}
    </>
  );
}
