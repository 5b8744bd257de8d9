"use client";
import { Button, Code, Group, Stack, Table, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { ActivityDetail } from "#schema/activity.ts";
import type { Run } from "#schema/run.ts";
import { type PortalName, pathsOf } from "../blog/paths.ts";
import { CopyId } from "../components/copy-id.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { Works } from "./gate-note.tsx";
import { useRunPrompt } from "./queries.ts";
import classes from "./run.module.css";
import { RunCounters } from "./run-counters.tsx";

/** Facts of an activity and of each attempt at it; for the agency also the exact prompt. */
export function DetailsPanel({
  activity,
  runs,
  portal,
}: {
  activity: ActivityDetail;
  runs: readonly Run[];
  portal: PortalName;
}) {
  const paths = pathsOf(portal, activity.tenantId);
  const facts: [string, ReactNode][] = [
    ["Activity", <CopyId key="id" id={activity.id} label="activity id" />],
    ["Priority", words(activity.priority)],
    ["Began because of", words(activity.wakeReason)],
    ["Version", activity.version],
    ["Created", <TimeAgo key="created" at={activity.createdAt} />],
    ["Due", <TimeAgo key="due" at={activity.dueAt} fallback="no date" />],
    ["Finished", <TimeAgo key="done" at={activity.completedAt} fallback="not yet" />],
  ];
  return (
    <Stack gap="lg">
      <Panel title="Activity">
        <Facts facts={facts} />
      </Panel>
      {activity.waitsFor.length > 0 && (
        <Panel title="Waits for">
          <Works items={activity.waitsFor} paths={paths} />
        </Panel>
      )}
      {activity.neededBy.length > 0 && (
        <Panel title="Needed by">
          <Works items={activity.neededBy} paths={paths} />
        </Panel>
      )}
      {runs.map((run) => (
        <Panel
          key={run.id}
          title={`${words(run.agent)}, version ${run.version}, try ${run.attempt}`}
          actions={<StatusBadge kind="run" status={run.status} size="sm" />}
        >
          <Stack gap="md">
            <RunCounters run={run} />
            <Facts facts={runFacts(run)} />
            {portal === "dm" && <Prompt runId={run.id} />}
          </Stack>
        </Panel>
      ))}
    </Stack>
  );
}

function runFacts(run: Run): [string, ReactNode][] {
  return [
    ["Run", <CopyId key="id" id={run.id} label="run id" />],
    ["Agent", `${words(run.agent)}, version ${run.agentVersion}`],
    ["Adapter and model", `${run.adapter} · ${run.model} (${run.tier})`],
    ["Began because of", words(run.wakeReason)],
    [
      "Prompt SHA-256",
      run.promptSha256 === null ? "–" : <CopyId key="sha" id={run.promptSha256} label="prompt hash" />,
    ],
    ["Queued", <TimeAgo key="queued" at={run.queuedAt} />],
  ];
}

function Facts({ facts }: { facts: readonly [string, ReactNode][] }) {
  return (
    <Table verticalSpacing={6} horizontalSpacing={0} withRowBorders={false}>
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w={170} fw={400} c="dimmed">
              {name}
            </Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Prompt({ runId }: { runId: string }) {
  const [isOpen, setOpen] = useState(false);
  const prompt = useRunPrompt(isOpen ? runId : null);
  if (!isOpen) {
    return (
      <Button size="xs" variant="default" style={{ alignSelf: "flex-start" }} onClick={() => setOpen(true)}>
        Show the prompt
      </Button>
    );
  }
  if (prompt.isPending) return <TextSkeleton lines={6} />;
  if (prompt.isError) return <ErrorBlock error={prompt.error} onRetry={() => void prompt.refetch()} />;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          Prompt
        </Text>
        <CopyId id={prompt.data.sha256} label="prompt hash" />
      </Group>
      <Text size="xs" c="dimmed">
        System
      </Text>
      <Code block className={classes["prompt"] ?? ""}>
        {prompt.data.system}
      </Code>
      <Text size="xs" c="dimmed">
        Task
      </Text>
      <Code block className={classes["prompt"] ?? ""}>
        {prompt.data.prompt}
      </Code>
    </Stack>
  );
}
