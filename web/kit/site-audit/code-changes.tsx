"use client";

import { Alert, Stack, Text } from "@mantine/core";
import { IconGitPullRequest } from "@tabler/icons-react";
import type { CodeChange } from "#schema/code-change.ts";
import { WaitingNote } from "../approval/waiting-note.tsx";
import type { PortalName } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { DetailDrawer } from "../components/detail-drawer.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Markdown } from "../components/markdown.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { Outgoing } from "../publish/outgoing.tsx";
import { PatchView } from "../run/patch-view.tsx";
import { useCodeChange, useCodeChanges } from "./queries.ts";

const columns: Column<CodeChange>[] = [
  { key: "title", header: "Change", cell: ({ title }) => title },
  {
    key: "status",
    header: "Status",
    width: 170,
    cell: ({ status }) => <StatusBadge kind="codeChange" status={status} />,
  },
  { key: "files", header: "Pages", width: 80, align: "right", cell: ({ files }) => files.length },
  { key: "at", header: "From", width: 140, cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
];

interface CodeChangesProps {
  portal: PortalName;
  /** Id of the change that is open. */
  open: string | null;
  onOpen: (id: string | null) => void;
}

/** Changes that were proposed for the site, each with its differences. */
export function CodeChanges({ portal, open, onOpen }: CodeChangesProps) {
  const list = useCodeChanges();
  return (
    <>
      <Panel flush>
        <DataTable
          label="Changes to the site"
          list={list}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => onOpen(id)}
          empty={
            <EmptyState
              icon={IconGitPullRequest}
              title="No changes yet"
              text="Where an agent can mend what an audit found, your agency has a change written; it is decided first."
            />
          }
        />
      </Panel>
      <DetailDrawer id={open} onClose={() => onOpen(null)} title="Change to the site" size="xl">
        {(one) => <Body portal={portal} id={one} />}
      </DetailDrawer>
    </>
  );
}

function Body({ portal, id }: { portal: PortalName; id: string }) {
  const change = useCodeChange(id);
  if (change.error && !change.data) return <ErrorBlock error={change.error} onRetry={() => void change.refetch()} />;
  if (!change.data) return <TextSkeleton lines={10} />;
  const { title, status, body, note, files, publish } = change.data;
  return (
    <Stack gap="md">
      <Text component="h2" fw={600} size="lg">
        {title}
      </Text>
      <div>
        <StatusBadge kind="codeChange" status={status} />
      </div>
      <WaitingNote portal={portal} kind="code_change" subjectIds={[id]} />
      {note ? <Alert color="yellow">{note}</Alert> : null}
      <Outgoing
        attempt={publish}
        path={`/tenant/v1/code-changes/${id}/propose`}
        label="Open a pull request"
        what="The developers of the site see the change on GitHub and merge it, or do not."
        isReady={status === "approved"}
        invalidates="/tenant/v1/code-changes"
      />
      {body ? <Markdown look="plain">{body}</Markdown> : null}
      {files.map(({ path, explanation, diff }) => (
        <Stack key={path} gap={6}>
          <Text component="h3" fw={600} size="sm" style={{ overflowWrap: "anywhere" }}>
            {path}
          </Text>
          <Text size="sm">{explanation}</Text>
          <PatchView patch={diff} />
        </Stack>
      ))}
    </Stack>
  );
}
