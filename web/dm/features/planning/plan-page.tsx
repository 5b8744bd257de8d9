"use client";
import { Alert, Button, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconListCheck } from "@tabler/icons-react";
import { useState } from "react";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { credits } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatCard } from "#kit/components/stat-card.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { useVersionView } from "#kit/document/use-version-view.ts";
import { VersionTabs } from "#kit/document/version-tabs.tsx";
import { DryRunPanel } from "#kit/month/dry-run-panel.tsx";
import { firstMonth } from "#kit/month/months.ts";
import type { DeliverablePlan, PlanVersion } from "#schema/deliverable-plan.ts";
import { ActionItems, Goals, Quantities } from "./plan-contents.tsx";
import { PlanEditor } from "./plan-editor.tsx";
import { plansPath, usePlan, usePlans } from "./queries.ts";

const lead = "What this client gets each month, what it is for, and what is done once.";

/** The client's plan: quantities, goals and one-time tasks; read, compared, changed by hand. */
export function PlanPage() {
  const plans = usePlans();
  const view = useVersionView();
  const versions = plans.data?.items ?? [];
  const version = view.version ?? versions[0]?.version ?? null;
  const plan = usePlan(version);
  if (plans.isPending) return <TextSkeleton lines={12} />;
  if (plans.isError) return <ErrorBlock error={plans.error} onRetry={() => void plans.refetch()} />;
  if (version === null)
    return (
      <>
        <PageHeader title="Plan" lead={lead} />
        <EmptyState
          icon={IconListCheck}
          title="There is no plan yet"
          text="Goals and monthly quantities are made as soon as the client has approved the strategy."
        />
      </>
    );
  if (plan.isPending) return <TextSkeleton lines={12} />;
  if (plan.isError) return <ErrorBlock error={plan.error} onRetry={() => void plan.refetch()} />;
  return <Loaded plan={plan.data} versions={versions} view={view} />;
}

interface LoadedProps {
  plan: DeliverablePlan;
  versions: readonly PlanVersion[];
  view: ReturnType<typeof useVersionView>;
}

function Loaded({ plan, versions, view }: LoadedProps) {
  const [isEditing, setEditing] = useState(false);
  const isNewest = versions[0]?.version === plan.version;
  const mayEdit = isNewest && plan.isEditable;
  const isOver = plan.creditsPerMonth > plan.creditsAllocated;
  return (
    <>
      <PageHeader
        title="Plan"
        badge={<StatusBadge kind="version" status={plan.status} />}
        lead={lead}
        actions={
          mayEdit &&
          !isEditing && (
            <Button variant="default" onClick={() => setEditing(true)}>
              Change quantities
            </Button>
          )
        }
      />
      {plan.rejectionNote !== null && (
        <Alert color="yellow" mb="lg" title="This version was sent back">
          {plan.rejectionNote}
        </Alert>
      )}
      {plan.status === "draft" && mayEdit && !isEditing && (
        <Alert color="yellow" mb="lg" title="The planner gave this version up">
          Fill in the quantities by hand, or have the step tried again.
        </Alert>
      )}
      {isEditing ? (
        <PlanEditor
          plan={plan}
          onCancel={() => setEditing(false)}
          onSaved={(made) => {
            setEditing(false);
            view.showChanges(made.version);
          }}
        />
      ) : (
        <Stack gap="lg">
          <VersionTabs
            view={view}
            path={plansPath}
            versions={versions.map((one) => ({ ...one, note: one.summary }))}
            shown={plan.version}
          >
            {plan.summary !== null && plan.summary !== "" && <Text size="sm">{plan.summary}</Text>}
            <SimpleGrid cols={{ base: 2, md: 4 }}>
              <StatCard
                label="Credits a month"
                value={credits(plan.creditsPerMonth)}
                hint={`${credits(plan.creditsAllocated)} are included`}
                tone={isOver ? "attention" : "done"}
              />
              <StatCard label="Kinds of work" value={plan.templates.length} />
              <StatCard label="Goals" value={plan.goals.length} />
              <StatCard label="Action items" value={plan.actionItems.length} />
            </SimpleGrid>
            <Panel title="Every month" flush>
              <Quantities plan={plan} />
            </Panel>
            <Panel title="Goals" flush>
              <Goals goals={plan.goals} />
            </Panel>
            <Panel title="Action items" flush>
              <ActionItems items={plan.actionItems} />
            </Panel>
            {isNewest && plan.status === "pending_review" && <DryRunPanel month={firstMonth(new Date())} />}
          </VersionTabs>
        </Stack>
      )}
    </>
  );
}
