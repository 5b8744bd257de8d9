"use client";
import { Alert, Group, Skeleton, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ErrorBlock } from "../components/error-block.tsx";
import { words } from "../components/format.ts";
import { StatusBadge } from "../components/status-badge.tsx";
import { useActivityRuns, useRun, useRunSteps } from "./queries.ts";
import classes from "./run.module.css";
import { RunCounters } from "./run-counters.tsx";
import { StepRail } from "./step-rail.tsx";
import { TextLog } from "./text-log.tsx";
import { useRunStream } from "./use-run-stream.ts";

const writer = "blog-writer";
const criticName = "content-critic";

/** One run of an agent as it happens: way, words, figures. A finished run shows the same from its record. */
export function LiveRun({ runId }: { runId: string }) {
  const run = useRun(runId);
  const isLive = run.data !== undefined && run.data.finishedAt === null;
  const steps = useRunSteps(runId, isLive);
  const stream = useRunStream(runId, isLive);
  const siblings = useActivityRuns(run.data?.agent === writer ? run.data.activityId : null);
  const critic =
    siblings.data?.items.find((other) => other.agent === criticName && other.version === run.data?.version) ?? null;
  if (run.isPending) return <Skeleton h={320} radius="lg" aria-label="Loading the run" />;
  if (run.isError)
    return <ErrorBlock error={run.error} title="The run could not be loaded." onRetry={() => void run.refetch()} />;
  return (
    <section className={classes["live"]} aria-label={`Run of ${words(run.data.agent)}`}>
      <header className={classes["liveHead"]}>
        <Group gap="xs">
          <StatusBadge kind="run" status={run.data.status} />
          <Text size="sm" fw={600}>
            {words(run.data.agent)}
          </Text>
          <Text size="xs" c="dimmed">
            version {run.data.version}
            {run.data.attempt > 1 ? ` · try ${run.data.attempt}` : ""} · {run.data.model}
          </Text>
        </Group>
        <RunCounters run={run.data} />
      </header>
      {run.data.errorMessage !== null && (
        <Alert color="red" icon={<IconAlertTriangle aria-hidden />} radius={0} title="The run failed">
          {run.data.errorMessage} <code>{run.data.errorCode}</code>
        </Alert>
      )}
      <div className={classes["liveBody"]}>
        <StepRail run={run.data} steps={steps.data?.items ?? []} {...(run.data.agent === writer ? { critic } : {})} />
        <TextLog text={stream.text} isLive={isLive} isConnected={stream.isConnected} />
      </div>
    </section>
  );
}
