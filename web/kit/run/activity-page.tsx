"use client";
import { Alert, Select, Stack, Tabs } from "@mantine/core";
import { IconAlertTriangle, IconPlayerPlay } from "@tabler/icons-react";
import { parseAsString, useQueryStates } from "nuqs";
import type { ActivityDetail } from "#schema/activity.ts";
import type { Run } from "#schema/run.ts";
import type { PortalName } from "../blog/paths.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { credits, words } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { TaskPage } from "../task/task-page.tsx";
import { ActivityState } from "./activity-list.tsx";
import { ActivityVerbs } from "./activity-verbs.tsx";
import { DetailsPanel } from "./details-panel.tsx";
import { GateNote } from "./gate-note.tsx";
import { LiveRun } from "./live-run.tsx";
import { OutputPanel } from "./output-panel.tsx";
import { useActivity, useActivityRuns } from "./queries.ts";
import { RetrievedPanel } from "./retrieved-panel.tsx";
import { TimelinePanel } from "./timeline-panel.tsx";

/** One piece of work: a task of people as it is, of an agent live, its output, what was looked up, what happened, and the facts. */
export function ActivityPage({ id, portal }: { id: string; portal: PortalName }) {
  const activity = useActivity(id);
  const runs = useActivityRuns(id);
  if (activity.isPending) return <TextSkeleton lines={12} />;
  if (activity.isError)
    return (
      <ErrorBlock
        error={activity.error}
        title="The activity could not be loaded."
        onRetry={() => void activity.refetch()}
      />
    );
  if (activity.data.doer === "human") return <TaskPage task={activity.data} portal={portal} />;
  return <Loaded activity={activity.data} runs={runs.data?.items ?? []} portal={portal} />;
}

function Loaded({ activity, runs, portal }: { activity: ActivityDetail; runs: readonly Run[]; portal: PortalName }) {
  const [view, setView] = useQueryStates({ tab: parseAsString.withDefault("live"), run: parseAsString });
  const present =
    runs.find((run) => run.id === view.run)?.id ?? activity.currentRunId ?? newest(runs, activity.doer)?.id ?? null;
  return (
    <>
      <PageHeader
        title={activity.title}
        badge={<ActivityState activity={activity} />}
        lead={`${activity.ref} · ${words(activity.type)} by ${words(activity.doer)} · ${credits(activity.creditsCost)} credits`}
        crumbs={portal === "dm" ? [{ label: activity.tenantName, href: `/t/${activity.tenantId}` }] : []}
        actions={portal === "dm" ? <ActivityVerbs activity={activity} /> : undefined}
      />
      {activity.failureMessage !== null && activity.status === "failed" && (
        <Alert color="red" mb="lg" icon={<IconAlertTriangle aria-hidden />} title="This activity failed">
          {activity.failureMessage} <code>{activity.failureCode}</code>
        </Alert>
      )}
      <GateNote activity={activity} portal={portal} />
      <Tabs value={view.tab} onChange={(tab) => void setView({ tab })}>
        <Tabs.List mb="lg" style={{ overflowX: "auto", flexWrap: "nowrap" }}>
          <Tabs.Tab value="live">Live</Tabs.Tab>
          <Tabs.Tab value="output">Output</Tabs.Tab>
          <Tabs.Tab value="context">Retrieved context</Tabs.Tab>
          <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
          <Tabs.Tab value="details">Details</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="live">
          <Stack>
            {runs.length > 1 && (
              <Select
                size="xs"
                w={380}
                maw="100%"
                label="Run"
                allowDeselect={false}
                data={runs.map((run) => ({
                  value: run.id,
                  label: `${words(run.agent)}, v${run.version}, try ${run.attempt}: ${words(run.status)}`,
                }))}
                value={present}
                onChange={(run) => void setView({ run })}
              />
            )}
            {present === null ? (
              <EmptyState
                icon={IconPlayerPlay}
                title="Not started yet"
                text="As soon as the agent begins, its words appear here."
              />
            ) : (
              <LiveRun key={present} runId={present} />
            )}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="output">
          <OutputPanel activity={activity} portal={portal} />
        </Tabs.Panel>
        <Tabs.Panel value="context">
          <RetrievedPanel activityId={activity.id} portal={portal} />
        </Tabs.Panel>
        <Tabs.Panel value="timeline">
          <TimelinePanel activityId={activity.id} />
        </Tabs.Panel>
        <Tabs.Panel value="details">
          <DetailsPanel activity={activity} runs={runs} portal={portal} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** The run to show at first: the newest of the agent whose work this is, else of any. */
function newest(runs: readonly Run[], doer: string): Run | undefined {
  const byTime = [...runs].sort((a, b) => b.queuedAt.localeCompare(a.queuedAt));
  return byTime.find((run) => run.agent === doer) ?? byTime[0];
}
