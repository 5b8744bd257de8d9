"use client";
import { Alert, Button, Stack } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useState } from "react";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Markdown } from "#kit/components/markdown.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { useVersionView } from "#kit/document/use-version-view.ts";
import { VersionTabs } from "#kit/document/version-tabs.tsx";
import type { ContextVersion } from "#schema/context.ts";
import { contextPath, useContextFile, useContextFiles, useEditContext } from "./queries.ts";
import { TextEditor } from "./text-editor.tsx";

const lead = "What every agent is told about this client, in full.";

/** The client's context file: read, compared, worded by hand. */
export function ContextPage() {
  const files = useContextFiles();
  if (files.isPending) return <TextSkeleton lines={12} />;
  if (files.isError) return <ErrorBlock error={files.error} onRetry={() => void files.refetch()} />;
  const { versions, file } = files.data;
  if (versions.length === 0)
    return (
      <>
        <PageHeader title="Context file" lead={lead} />
        <EmptyState
          icon={IconFileText}
          title="There is no context file yet"
          text="Once the client has launched its setup, research is done and the file is written here."
        />
      </>
    );
  return <Loaded versions={versions} first={file?.version ?? versions[0]?.version ?? 1} />;
}

function Loaded({ versions, first }: { versions: readonly ContextVersion[]; first: number }) {
  const view = useVersionView();
  const [isEditing, setEditing] = useState(false);
  const version = view.version ?? first;
  const file = useContextFile(version);
  const newest = versions[0];
  const edit = useEditContext(() => {
    setEditing(false);
    view.showChanges((newest?.version ?? 0) + 1);
  });
  if (file.isPending) return <TextSkeleton lines={12} />;
  if (file.isError) return <ErrorBlock error={file.error} onRetry={() => void file.refetch()} />;
  return (
    <>
      <PageHeader
        title="Context file"
        badge={<StatusBadge kind="version" status={file.data.status} />}
        lead={lead}
        actions={
          !isEditing && (
            <Button
              variant="default"
              disabled={newest?.status === "draft"}
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
      {file.data.rejectionNote !== null && (
        <Alert color="yellow" mb="lg" title="This version was sent back">
          {file.data.rejectionNote}
        </Alert>
      )}
      {isEditing ? (
        <Panel title="A new version">
          <TextEditor
            body={file.data.body}
            min={500}
            max={20_000}
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
            path={contextPath}
            versions={versions.map((one) => ({ ...one, note: one.changeNote }))}
            shown={version}
          >
            <Panel>
              {file.data.body === "" ? (
                <EmptyState compact icon={IconFileText} title="This version is being written" />
              ) : (
                <Markdown>{file.data.body}</Markdown>
              )}
            </Panel>
          </VersionTabs>
        </Stack>
      )}
    </>
  );
}
