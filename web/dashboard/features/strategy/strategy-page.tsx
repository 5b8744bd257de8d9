"use client";

import { Button, Stack } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import Link from "next/link";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { shortDate } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { DocumentText } from "#kit/document/document-text.tsx";
import { stagesOf } from "#kit/document/stage-words.ts";
import { Stages } from "#kit/document/stages.tsx";
import { useVersionView } from "#kit/document/use-version-view.ts";
import { VersionDecision } from "#kit/document/version-decision.tsx";
import { VersionTabs } from "#kit/document/version-tabs.tsx";
import type { Strategy, StrategyVersion } from "#schema/strategy.ts";
import { strategyPath, useStrategies, useStrategy } from "./queries.ts";
import { StrategyFacts } from "./strategy-facts.tsx";

/** The strategy in force or under review: what it says, what changed, who decided. */
export function StrategyPage() {
  const list = useStrategies();
  const view = useVersionView();
  const versions = list.data?.items ?? [];
  const present = versions.find(({ status }) => status === "pending_review") ?? inForce(versions);
  const shown = view.version ?? present?.version ?? null;
  const strategy = useStrategy(shown);
  const error = list.error ?? strategy.error;
  const isShown = list.data !== undefined && strategy.data !== undefined;
  return (
    <>
      {isShown ? null : <PageHeader title="Strategy" lead="Six months: pillars, channels, goals." />}
      {list.isPending || (shown !== null && strategy.isPending) ? <TextSkeleton lines={12} /> : null}
      {error && !isShown ? (
        <ErrorBlock
          error={error}
          onRetry={() => {
            void list.refetch();
            void strategy.refetch();
          }}
        />
      ) : null}
      {list.data && shown === null ? (
        <EmptyState
          icon={IconRoute}
          title={versions.length > 0 ? "The first version is being written" : "Comes after the context file"}
          text="Once the context file is approved, the strategy is written, looked at by your agency, then by you."
          action={
            <Button component={Link} href="/onboarding" variant="default">
              See how far the setup is
            </Button>
          }
        />
      ) : null}
      {list.data && strategy.data ? <Shown versions={versions} strategy={strategy.data} view={view} /> : null}
    </>
  );
}

function inForce(versions: readonly StrategyVersion[]): StrategyVersion | undefined {
  const written = versions.filter(({ status }) => status !== "draft");
  return written.find(({ status }) => status === "approved") ?? written[0];
}

interface ShownProps {
  versions: readonly StrategyVersion[];
  strategy: Strategy;
  view: ReturnType<typeof useVersionView>;
}

function Shown({ versions, strategy, view }: ShownProps) {
  const { version, status, reviewStage } = strategy;
  return (
    <>
      <PageHeader
        title={strategy.title}
        name="Strategy"
        badge={<StatusBadge kind="version" status={status} />}
        lead={
          <>
            Version {version}, {shortDate(strategy.startsOn)} to {shortDate(strategy.endsOn)}
          </>
        }
      />
      <Stack gap="lg">
        <Stages stages={stagesOf(status, reviewStage)} />
        <VersionTabs
          view={view}
          path={strategyPath}
          versions={versions.map((one) => ({ ...one, note: one.changesSummary }))}
          shown={version}
        >
          <StrategyFacts strategy={strategy} />
          <DocumentText>{strategy.body}</DocumentText>
        </VersionTabs>
        <VersionDecision
          portal="dashboard"
          kind="strategy"
          subjectId={strategy.id}
          effect="Goals and a monthly plan are made of it next."
        />
      </Stack>
    </>
  );
}
