"use client";

import { Anchor, Stack, Text } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ActivityDetail } from "#schema/activity.ts";
import { type PortalName, pathsOf } from "../blog/paths.ts";
import { CommentPanel } from "../comments/comment-panel.tsx";
import { Facts } from "../components/facts.tsx";
import { words } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { dayName } from "../month/work-card.tsx";
import { ActivityState } from "../run/activity-list.tsx";
import { GateNote, Works } from "../run/gate-note.tsx";
import { TimelinePanel } from "../run/timeline-panel.tsx";
import { roleWords } from "./names.ts";
import { TaskVerbs } from "./task-verbs.tsx";

/** A task that a person does: what there is to do, by when, what it waits for, what came of it, and what people say of it. */
export function TaskPage({ task, portal }: { task: ActivityDetail; portal: PortalName }) {
  const paths = pathsOf(portal, task.tenantId);
  const who = task.assignee?.name ?? (task.assigneeRole ? roleWords[task.assigneeRole] : "Nobody yet");
  const facts: [string, ReactNode][] = [
    ["Who", who],
    ["Due", task.dueAt === null ? "No date" : dayName(task.dueAt.slice(0, 10))],
    ["Begun", <TimeAgo key="begun" at={task.startedAt} fallback="not yet" />],
    ["Done", <TimeAgo key="done" at={task.completedAt} fallback="not yet" />],
    ...(task.actionItemId ? [["From", <PlanLink key="from" href={paths.plan} />] satisfies [string, ReactNode]] : []),
  ];
  return (
    <>
      <PageHeader
        title={task.title}
        badge={<ActivityState activity={task} />}
        lead={`${task.ref} · ${words(task.type)} · no credits`}
        crumbs={portal === "dm" ? [{ label: task.tenantName, href: `/t/${task.tenantId}` }] : []}
        actions={<TaskVerbs task={task} />}
      />
      <GateNote activity={task} portal={portal} />
      <Stack gap="lg">
        <Panel title="What there is to do">
          <Stack gap="md">
            {task.notes ? (
              <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
                {task.notes}
              </Text>
            ) : null}
            <Facts facts={facts} />
          </Stack>
        </Panel>
        {task.result ? <Result result={task.result} /> : null}
        {task.waitsFor.length > 0 && (
          <Panel title="Waits for">
            <Works items={task.waitsFor} paths={paths} />
          </Panel>
        )}
        {task.neededBy.length > 0 && (
          <Panel title="What waits for it">
            <Works items={task.neededBy} paths={paths} />
          </Panel>
        )}
        <Panel title="Comments">
          <CommentPanel subjectType="activity" subjectId={task.id} portal={portal} />
        </Panel>
        <Panel title="What happened">
          <TimelinePanel activityId={task.id} />
        </Panel>
      </Stack>
    </>
  );
}

function PlanLink({ href }: { href: string }) {
  return (
    <Anchor component={Link} href={href} inherit>
      Action items of the plan
    </Anchor>
  );
}

function Result({ result: { note, link } }: { result: NonNullable<ActivityDetail["result"]> }) {
  return (
    <Panel title="What came of it">
      <Stack gap="xs">
        <Text size="sm" style={{ whiteSpace: "pre-wrap" }} {...(note ? {} : { c: "dimmed" })}>
          {note ?? "No note was left."}
        </Text>
        {link ? (
          <Anchor href={link} size="sm" target="_blank" rel="noopener noreferrer nofollow">
            {link}
          </Anchor>
        ) : null}
      </Stack>
    </Panel>
  );
}
