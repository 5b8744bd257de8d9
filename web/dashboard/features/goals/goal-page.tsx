"use client";

import { Button, SimpleGrid, Stack } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconPlus, IconTarget } from "@tabler/icons-react";
import { useState } from "react";
import { useRights } from "#kit/auth/session.ts";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { count, shortDate } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatCard } from "#kit/components/stat-card.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { forecastOf } from "#kit/goal/progress.ts";
import type { GoalDetail } from "#schema/goal.ts";
import { FigureDialog } from "./figure-dialog.tsx";
import { GoalBar } from "./goal-bar.tsx";
import { GoalChart } from "./goal-chart.tsx";
import { Measurements } from "./measurements.tsx";
import { useGoal, useGoalVerb } from "./queries.ts";

const number = (value: number | null): string => (value === null ? "–" : count(value));

/** One goal: where it began, where it stands, where it should end, and every value on the way. */
export function GoalPage({ id }: { id: string }) {
  const goal = useGoal(id);
  if (goal.isPending) return <TextSkeleton lines={8} />;
  if (!goal.data) return <ErrorBlock error={goal.error} onRetry={() => void goal.refetch()} />;
  return <Shown goal={goal.data} />;
}

function Shown({ goal }: { goal: GoalDetail }) {
  const { unit, status } = goal;
  return (
    <>
      <PageHeader
        title={goal.title}
        badge={<StatusBadge kind="goal" status={status} />}
        lead={`${shortDate(goal.startsOn)} to ${shortDate(goal.dueOn)}`}
        crumbs={[{ label: "Goals", href: "/goals" }]}
        actions={<Verbs goal={goal} />}
      />
      <Stack gap="lg">
        <GoalBar goal={goal} />
        <SimpleGrid cols={{ base: 2, md: 4 }}>
          <StatCard label="At the start" value={number(goal.baselineValue)} hint={unit} />
          <StatCard label="Now" value={number(goal.currentValue)} hint={unit} tone="running" />
          <StatCard label="Target" value={number(goal.targetValue)} hint={unit} tone="done" />
          <StatCard
            label="At this pace"
            value={number(forecastOf(goal, Date.now()))}
            hint={`${unit}, on ${shortDate(goal.dueOn)}`}
          />
        </SimpleGrid>
        <Panel title="Course">
          <GoalChart goal={goal} />
        </Panel>
        <Panel title="Values and targets" flush>
          <Measurements goal={goal} />
        </Panel>
      </Stack>
    </>
  );
}

function Verbs({ goal }: { goal: GoalDetail }) {
  const { can } = useRights();
  const verb = useGoalVerb(goal);
  const [asked, setAsked] = useState<"measure" | "target" | null>(null);
  if (!can("goal.edit")) return null;
  if (goal.status === "archived") {
    return (
      <Button
        variant="default"
        leftSection={<IconArchiveOff size={16} aria-hidden />}
        loading={verb.isPending}
        onClick={() => verb.mutate("restore")}
      >
        Bring back
      </Button>
    );
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArchive size={16} aria-hidden />}
        loading={verb.isPending}
        onClick={() => verb.mutate("archive")}
      >
        Archive
      </Button>
      {goal.status === "active" ? (
        <>
          <Button
            variant="default"
            leftSection={<IconTarget size={16} aria-hidden />}
            onClick={() => setAsked("target")}
          >
            Edit target
          </Button>
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAsked("measure")}>
            Add a value
          </Button>
        </>
      ) : null}
      <FigureDialog goal={goal} asked={asked} onClose={() => setAsked(null)} />
    </>
  );
}
