"use client";
import { Alert, Button, Stack } from "@mantine/core";
import { IconCompass } from "@tabler/icons-react";
import { useState } from "react";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { shortDate } from "#kit/components/format.ts";
import { Markdown } from "#kit/components/markdown.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge, ToneBadge } from "#kit/components/status-badge.tsx";
import { useVersionView } from "#kit/document/use-version-view.ts";
import { VersionTabs } from "#kit/document/version-tabs.tsx";
import type { Strategy, StrategyVersion } from "#schema/strategy.ts";
import { strategiesPath, useEditStrategy, useStrategies, useStrategy } from "./queries.ts";
import { StrategyFacts } from "./strategy-facts.tsx";
import { TextEditor } from "./text-editor.tsx";

/** The client's strategy: read, compared, worded by hand. */
export function StrategyPage() {
  const strategies = useStrategies();
  const view = useVersionView();
  const versions = strategies.data?.items ?? [];
  const version = view.version ?? versions[0]?.version ?? null;
  const strategy = useStrategy(version);
  if (strategies.isPending) return <TextSkeleton lines={12} />;
  if (strategies.isError) return <ErrorBlock error={strategies.error} onRetry={() => void strategies.refetch()} />;
  if (version === null)
    return (
      <>
        <PageHeader title="Strategy" lead="What is done for this client in the next six months, and why." />
        <EmptyState
          icon={IconCompass}
          title="There is no strategy yet"
          text="It is written as soon as the client has approved its context file."
        />
      </>
    );
  if (strategy.isPending) return <TextSkeleton lines={12} />;
  if (strategy.isError) return <ErrorBlock error={strategy.error} onRetry={() => void strategy.refetch()} />;
  return <Loaded strategy={strategy.data} versions={versions} view={view} />;
}

const stages = { dm: "The agency decides", client: "The client decides" } as const;

interface LoadedProps {
  strategy: Strategy;
  versions: readonly StrategyVersion[];
  view: ReturnType<typeof useVersionView>;
}

function Loaded({ strategy, versions, view }: LoadedProps) {
  const [isEditing, setEditing] = useState(false);
  const edit = useEditStrategy(strategy.version, ({ version }) => {
    setEditing(false);
    view.showChanges(version);
  });
  const isNewest = versions[0]?.version === strategy.version;
  return (
    <>
      <PageHeader
        title="Strategy"
        badge={
          <>
            <StatusBadge kind="version" status={strategy.status} />
            {strategy.reviewStage !== null && <ToneBadge tone="attention">{stages[strategy.reviewStage]}</ToneBadge>}
          </>
        }
        lead={`${shortDate(strategy.startsOn)} to ${shortDate(strategy.endsOn)}, version ${strategy.version}`}
        actions={
          !isEditing &&
          isNewest && (
            <Button
              variant="default"
              disabled={strategy.status === "draft"}
              onClick={() => {
                edit.reset();
                setEditing(true);
              }}
            >
              Edit
            </Button>
          )
        }
      />
      {strategy.rejectionNote !== null && (
        <Alert color="yellow" mb="lg" title="This version was sent back">
          {strategy.rejectionNote}
        </Alert>
      )}
      {isEditing ? (
        <Panel title="A new version">
          <TextEditor
            body={strategy.body}
            min={500}
            max={30_000}
            isBusy={edit.isPending}
            error={edit.error}
            onSave={(input) => edit.mutate(input)}
            onCancel={() => setEditing(false)}
          />
        </Panel>
      ) : (
        <Stack gap="lg">
          <VersionTabs
            view={view}
            path={strategiesPath}
            versions={versions.map((one) => ({ ...one, note: one.changesSummary }))}
            shown={strategy.version}
          >
            <StrategyFacts strategy={strategy} />
            <Panel>
              {strategy.body === "" ? (
                <EmptyState compact icon={IconCompass} title="This version is being written" />
              ) : (
                <Markdown>{strategy.body}</Markdown>
              )}
            </Panel>
          </VersionTabs>
        </Stack>
      )}
    </>
  );
}
