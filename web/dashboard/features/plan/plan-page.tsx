"use client";

import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconCalendarStats, IconMessage } from "@tabler/icons-react";
import Link from "next/link";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { useVersionView } from "#kit/document/use-version-view.ts";
import { VersionTabs } from "#kit/document/version-tabs.tsx";
import type { DeliverablePlan, PlanVersion } from "#schema/deliverable-plan.ts";
import { GoalRows } from "../goals/goal-rows.tsx";
import { ActionItems } from "./action-items.tsx";
import { CreditsOfPlan } from "./credits-of-plan.tsx";
import { Quantities } from "./quantities.tsx";
import { planPath, usePlan, usePlans } from "./queries.ts";

/** What is made in a month, for which goals and credits, and what is done once. */
export function PlanPage() {
  const plans = usePlans();
  const view = useVersionView();
  const versions = plans.data?.items ?? [];
  const shown = view.version ?? presentOf(versions)?.version ?? null;
  const plan = usePlan(shown);
  const error = plans.error ?? plan.error;
  const isShown = plans.data !== undefined && plan.data !== undefined;
  return (
    <>
      {isShown ? null : <PageHeader title="Monthly plan" lead="What is made in a month, and for which goals." />}
      {plans.isPending || (shown !== null && plan.isPending) ? <TextSkeleton lines={10} /> : null}
      {error && !isShown ? (
        <ErrorBlock
          error={error}
          onRetry={() => {
            void plans.refetch();
            void plan.refetch();
          }}
        />
      ) : null}
      {plans.data && shown === null ? (
        <EmptyState
          icon={IconCalendarStats}
          title="Comes after the strategy"
          text="Once you have approved the strategy, goals and monthly quantities are planned and your agency approves them."
          action={
            <Button component={Link} href="/strategy" variant="default">
              Strategy
            </Button>
          }
        />
      ) : null}
      {plans.data && plan.data ? <Shown versions={versions} plan={plan.data} view={view} /> : null}
    </>
  );
}

function presentOf(versions: readonly PlanVersion[]): PlanVersion | undefined {
  return versions.find(({ status }) => status === "approved") ?? versions[0];
}

interface ShownProps {
  versions: readonly PlanVersion[];
  plan: DeliverablePlan;
  view: ReturnType<typeof useVersionView>;
}

function Shown({ versions, plan, view }: ShownProps) {
  const open = versions.find(({ status, version }) => status === "pending_review" && version !== plan.version);
  return (
    <>
      <PageHeader
        title="Monthly plan"
        badge={<StatusBadge kind="version" status={plan.status} />}
        lead={
          <>
            Version {plan.version}, {plan.approvedAt ? "approved " : "begun "}
            <TimeAgo at={plan.approvedAt ?? plan.createdAt} />
          </>
        }
      />
      <Stack gap="lg">
        {open ? (
          <Alert color="yellow">Your agency looks at version {open.version}; it takes the place of this one.</Alert>
        ) : null}
        {plan.rejectionNote ? (
          <Alert color="red" icon={<IconMessage aria-hidden />} title="Why the agency sent it back">
            {plan.rejectionNote}
          </Alert>
        ) : null}
        <VersionTabs
          view={view}
          path={planPath}
          versions={versions.map((one) => ({ ...one, note: one.summary }))}
          shown={plan.version}
        >
          <Contents plan={plan} />
        </VersionTabs>
      </Stack>
    </>
  );
}

function Contents({ plan }: { plan: DeliverablePlan }) {
  return (
    <>
      {plan.summary ? <Text maw="68ch">{plan.summary}</Text> : null}
      <CreditsOfPlan plan={plan} />
      <Quantities plan={plan} />
      <Panel title="Goals" aside={<Text c="dimmed">{plan.goals.length}</Text>} flush>
        <GoalRows goals={plan.goals} label="Goals of the plan" />
      </Panel>
      <Panel title="Action items" aside={<Text c="dimmed">{plan.actionItems.length}</Text>} flush>
        <ActionItems items={plan.actionItems} />
      </Panel>
    </>
  );
}
