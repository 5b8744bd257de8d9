"use client";
import { Anchor, SimpleGrid, Stack } from "@mantine/core";
import Link from "next/link";
import { useApi } from "#kit/api/query.tsx";
import { ApprovalQueue } from "#kit/approval/approval-queue.tsx";
import { useWorkspace } from "#kit/auth/session.ts";
import { CreditsRing } from "#kit/components/credits-ring.tsx";
import { words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatCard } from "#kit/components/stat-card.tsx";
import { ActivityList } from "#kit/run/activity-list.tsx";
import type { CreditBalance } from "#schema/credit.ts";
import { useClients } from "../shell/queries.ts";
import { ChannelsPanel } from "./channels-panel.tsx";

function waitedFor(hours: number): string {
  return hours < 1 ? "< 1 h" : `${Math.round(hours)} h`;
}

/** One client: what waits and runs, credits, channels. */
export function ClientPage({ tenantId }: { tenantId: string }) {
  const workspace = useWorkspace();
  const clients = useClients();
  const credits = useApi<CreditBalance>("/tenant/v1/credits");
  const card = clients.data?.items.find((client) => client.id === tenantId);
  const tenant = workspace.data?.tenant;
  return (
    <>
      <PageHeader
        title={tenant?.name ?? card?.name ?? "Client"}
        lead={tenant && `${words(tenant.plan)} plan · ${words(tenant.status)} · ${tenant.timezone}`}
        actions={
          tenant?.websiteUrl && (
            <Anchor href={tenant.websiteUrl} target="_blank" rel="noreferrer" size="sm">
              {new URL(tenant.websiteUrl).host}
            </Anchor>
          )
        }
      />
      <Stack gap="lg">
        {card && (
          <SimpleGrid cols={{ base: 2, md: 4 }}>
            <StatCard
              label="Waiting for a decision"
              value={card.pendingApprovals}
              tone={card.pendingApprovals > 0 ? "attention" : "waiting"}
              href={`/approvals?tenantId=${tenantId}`}
            />
            <StatCard
              label="In progress"
              value={card.activitiesInProgress}
              tone={card.activitiesInProgress > 0 ? "running" : "waiting"}
            />
            <StatCard
              label="Blocked"
              value={card.activitiesBlocked}
              tone={card.activitiesBlocked > 0 ? "attention" : "waiting"}
            />
            <StatCard
              label="Oldest waits"
              value={card.oldestPendingAgeH === null ? "–" : waitedFor(card.oldestPendingAgeH)}
            />
          </SimpleGrid>
        )}
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          <Panel title="Credits">
            {credits.data ? <CreditsRing balance={credits.data} /> : <TextSkeleton lines={4} />}
          </Panel>
          <ChannelsPanel tenantId={tenantId} />
        </SimpleGrid>
        <section aria-label="Approvals">
          <ApprovalQueue portal="dm" filter={{ tenantId }} />
        </section>
        <ActivityList
          portal="dm"
          tenantId={tenantId}
          title="Activities"
          actions={
            <Anchor component={Link} href={`/t/${tenantId}/activities`} size="sm">
              All activities
            </Anchor>
          }
        />
      </Stack>
    </>
  );
}
