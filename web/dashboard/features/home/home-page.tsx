"use client";

import { Button, SimpleGrid, Stack } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import { IconPencilPlus } from "@tabler/icons-react";
import Link from "next/link";
import { useRights, useSession } from "#kit/auth/session.ts";
import { CreditsRing } from "#kit/components/credits-ring.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { CardsSkeleton, TableSkeleton } from "#kit/components/skeletons.tsx";
import { StatCard } from "#kit/components/stat-card.tsx";
import { MyTasks } from "#kit/task/my-tasks.tsx";
import type { Home } from "#schema/dashboard.ts";
import { AgentsAtWork } from "./agents-at-work.tsx";
import { Alerts } from "./alerts.tsx";
import { ApprovalRows } from "./approval-rows.tsx";
import classes from "./home.module.css";
import { useHome } from "./queries.ts";
import { RecentPosts } from "./recent-posts.tsx";
import { RequestRows } from "./request-rows.tsx";

const noonHour = 12;
const eveningHour = 18;

/** Only the browser knows the hour of the person; before that the words fit any hour. */
function greeting(name: string | undefined, hour: number | null): string {
  if (hour === null) return "Welcome";
  const words = hour < noonHour ? "Good morning" : hour < eveningHour ? "Good afternoon" : "Good evening";
  return name ? `${words}, ${name}` : words;
}

function leadOf(home: Home | undefined): string {
  if (!home) return "One moment…";
  const { awaitingYou } = home.counters;
  if (awaitingYou === 0) return "Nothing waits for your decision. The agents go on with what was asked.";
  return awaitingYou === 1 ? "One thing waits for your decision." : `${awaitingYou} things wait for your decision.`;
}

/** Today: what waits, what is being made, what went out. */
export function HomePage() {
  const home = useHome();
  const name = useSession().data?.firstName;
  const { can } = useRights();
  const hour = useMounted() ? new Date().getHours() : null;
  return (
    <>
      <PageHeader
        title={greeting(name, hour)}
        name="Home"
        lead={leadOf(home.data)}
        actions={
          can("request.create") ? (
            <Button component={Link} href="/requests/new" leftSection={<IconPencilPlus size={17} aria-hidden />}>
              Ask for a post
            </Button>
          ) : null
        }
      />
      {home.isPending ? (
        <Stack>
          <CardsSkeleton />
          <TableSkeleton />
        </Stack>
      ) : null}
      {home.error && !home.data ? <ErrorBlock error={home.error} onRetry={() => void home.refetch()} /> : null}
      {home.data ? <Today home={home.data} /> : null}
    </>
  );
}

function Today({ home }: { home: Home }) {
  const { counters } = home;
  return (
    <Stack gap="lg">
      <Alerts alerts={home.alerts} />
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md">
        <StatCard label="Awaiting you" value={counters.awaitingYou} tone="attention" href="/approvals" />
        <StatCard label="In progress" value={counters.inProgress} tone="running" href="/activities" />
        <StatCard
          label="Published this month"
          value={counters.publishedThisMonth}
          tone="done"
          href="/content/blog?tab=published"
        />
        <StatCard label="Knowledge files" value={counters.files} tone="waiting" href="/settings/knowledge-base" />
      </SimpleGrid>
      <div className={classes["columns"]}>
        <Stack gap="lg" className={classes["main"] ?? ""}>
          <ApprovalRows approvals={home.approvals} />
          <MyTasks portal="dashboard" />
          <AgentsAtWork running={home.running} />
          <RecentPosts posts={home.recent} />
        </Stack>
        <Stack gap="lg" className={classes["aside"] ?? ""}>
          <Panel
            title="Credits"
            actions={
              <Link href="/usage" className={classes["more"]}>
                Usage
              </Link>
            }
          >
            <CreditsRing balance={home.credits} />
          </Panel>
          <RequestRows requests={home.requests} />
        </Stack>
      </div>
    </Stack>
  );
}
