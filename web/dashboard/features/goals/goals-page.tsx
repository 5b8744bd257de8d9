"use client";

import { Button, Stack } from "@mantine/core";
import { IconTarget } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TableSkeleton } from "#kit/components/skeletons.tsx";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import type { Goal } from "#schema/goal.ts";
import { GoalRows } from "./goal-rows.tsx";
import { useGoals } from "./queries.ts";

const tabs = ["present", "over", "archived"] as const;
const options = [
  { value: "present", label: "At work" },
  { value: "over", label: "Achieved or missed" },
  { value: "archived", label: "Archived" },
] as const;

const statuses: Record<(typeof tabs)[number], readonly Goal["status"][]> = {
  present: ["active", "draft"],
  over: ["achieved", "missed"],
  archived: ["archived"],
};

/** What the work is measured by. */
export function GoalsPage() {
  const goals = useGoals();
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("present"));
  const items = goals.data?.items ?? [];
  const shown = items.filter(({ status }) => statuses[tab].includes(status));
  return (
    <>
      <PageHeader title="Goals" lead="What the work is measured by, and how far it has come." />
      {goals.isPending ? <TableSkeleton label="Loading goals" /> : null}
      {goals.error && !goals.data ? <ErrorBlock error={goals.error} onRetry={() => void goals.refetch()} /> : null}
      {goals.data && items.length === 0 ? (
        <EmptyState
          icon={IconTarget}
          title="Goals arrive with the plan"
          text="Each has a figure to reach and a day; values are added here or read from channels."
          action={
            <Button component={Link} href="/plan" variant="default">
              Monthly plan
            </Button>
          }
        />
      ) : null}
      {items.length > 0 ? (
        <Stack gap="md">
          <StatusTabs label="Status" value={tab} options={options} onChange={(value) => void setTab(value)} />
          <Panel flush>
            {shown.length > 0 ? (
              <GoalRows goals={shown} label="Goals" />
            ) : (
              <EmptyState compact icon={IconTarget} title="No goal is in this state" />
            )}
          </Panel>
        </Stack>
      ) : null}
    </>
  );
}
