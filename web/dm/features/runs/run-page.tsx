"use client";
import { Alert, Stack, Tabs } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { LiveRun } from "#kit/run/live-run.tsx";
import { useRun } from "#kit/run/queries.ts";
import { RunCounters } from "#kit/run/run-counters.tsx";
import { isRunOver } from "#schema/run.ts";
import { AgainPanel } from "./again-panel.tsx";
import { PromptPanel } from "./prompt-panel.tsx";
import { useTranscript } from "./queries.ts";
import { RunFacts } from "./run-facts.tsx";
import { RunVerbs } from "./run-verbs.tsx";
import { TranscriptPanel } from "./transcript-panel.tsx";

const tabs = ["transcript", "prompt", "live", "facts", "again"] as const;

/** One run: everything said and done in order, its prompt, its price, and doing it over. */
export function RunPage({ tenantId, id }: { tenantId: string; id: string }) {
  const run = useRun(id, true);
  const isLive = run.data !== undefined && !isRunOver(run.data.status);
  const transcript = useTranscript(id, isLive);
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("transcript"));
  if (run.isPending) return <TextSkeleton lines={12} />;
  if (run.isError)
    return <ErrorBlock error={run.error} title="The run could not be loaded." onRetry={() => void run.refetch()} />;
  return (
    <>
      <PageHeader
        title={`Run of ${words(run.data.agent)}`}
        badge={<StatusBadge kind="run" status={run.data.status} />}
        lead={`Version ${run.data.version}, try ${run.data.attempt} · ${run.data.model} · prompt ${run.data.agentVersion}`}
        crumbs={[{ label: "Runs", href: `/t/${tenantId}/runs` }]}
        actions={<RunVerbs run={run.data} />}
      />
      <Stack gap="lg">
        <RunCounters run={run.data} />
        {run.data.errorMessage !== null && (
          <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="This run did not succeed">
            {run.data.errorMessage} <code>{run.data.errorCode}</code>
          </Alert>
        )}
        <Tabs
          value={tab}
          onChange={(next) => void setTab(tabs.find((name) => name === next) ?? null)}
          keepMounted={false}
        >
          <Tabs.List mb="lg" style={{ overflowX: "auto", flexWrap: "nowrap" }}>
            <Tabs.Tab value="transcript">Transcript</Tabs.Tab>
            <Tabs.Tab value="prompt">Prompt</Tabs.Tab>
            <Tabs.Tab value="live">Live</Tabs.Tab>
            <Tabs.Tab value="facts">Details</Tabs.Tab>
            <Tabs.Tab value="again">Done over</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="transcript">
            <TranscriptPanel transcript={transcript} />
          </Tabs.Panel>
          <Tabs.Panel value="prompt">
            <PromptPanel transcript={transcript} />
          </Tabs.Panel>
          <Tabs.Panel value="live">
            <LiveRun runId={id} />
          </Tabs.Panel>
          <Tabs.Panel value="facts">
            <RunFacts run={run.data} tenantId={tenantId} />
          </Tabs.Panel>
          <Tabs.Panel value="again">
            <AgainPanel run={run.data} tenantId={tenantId} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </>
  );
}
