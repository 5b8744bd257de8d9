"use client";

import { Button, Stack } from "@mantine/core";
import { IconEdit, IconFileText, IconRefresh } from "@tabler/icons-react";
import Link from "next/link";
import { useState } from "react";
import { useRights } from "#kit/auth/session.ts";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { DocumentText } from "#kit/document/document-text.tsx";
import { useVersionView } from "#kit/document/use-version-view.ts";
import { VersionDecision } from "#kit/document/version-decision.tsx";
import { VersionTabs } from "#kit/document/version-tabs.tsx";
import type { ContextFile, ContextFiles } from "#schema/context.ts";
import { ContextEditor } from "./context-editor.tsx";
import { contextPath, useContextFile, useContextFiles } from "./queries.ts";
import { RefreshDialog } from "./refresh-dialog.tsx";

/** What every agent has to know of the company: by section, by version, and open to edit. */
export function ContextPage() {
  const files = useContextFiles();
  const view = useVersionView();
  const newest = files.data?.versions.find(({ status }) => status === "pending_review")?.version;
  const shown = view.version ?? newest ?? files.data?.file?.version ?? null;
  const file = useContextFile(shown);
  const error = files.error ?? file.error;
  return (
    <>
      {files.data && file.data ? null : (
        <PageHeader title="Context file" lead="What every agent has to know of your company." />
      )}
      {files.isPending || (shown !== null && file.isPending) ? <TextSkeleton lines={12} /> : null}
      {error && !(files.data && file.data) ? (
        <ErrorBlock
          error={error}
          onRetry={() => {
            void files.refetch();
            void file.refetch();
          }}
        />
      ) : null}
      {files.data && shown === null ? <Nothing isBeingWritten={files.data.versions.length > 0} /> : null}
      {files.data && file.data ? <Shown files={files.data} file={file.data} view={view} /> : null}
    </>
  );
}

function Nothing({ isBeingWritten }: { isBeingWritten: boolean }) {
  return (
    <EmptyState
      icon={IconFileText}
      title={isBeingWritten ? "The first version is being written" : "Launch the setup to have it written"}
      text="Company, offers, audience, voice, rivals: what agents read before they write a line."
      action={
        <Button component={Link} href="/onboarding" variant="default">
          {isBeingWritten ? "See how far it is" : "Go to the setup"}
        </Button>
      }
    />
  );
}

interface ShownProps {
  files: ContextFiles;
  file: ContextFile;
  view: ReturnType<typeof useVersionView>;
}

function Shown({ files: { versions }, file, view }: ShownProps) {
  const { can } = useRights();
  const [isEditing, setEditing] = useState(false);
  const [isRefreshing, setRefreshing] = useState(false);
  const isNewest = versions[0]?.version === file.version;
  return (
    <>
      <PageHeader
        title="Context file"
        badge={<StatusBadge kind="version" status={file.status} />}
        lead={
          <>
            Version {file.version}, {file.approvedAt ? "approved " : "begun "}
            <TimeAgo at={file.approvedAt ?? file.createdAt} />
          </>
        }
        actions={
          can("context_file.edit") && !isEditing ? (
            <>
              <Button
                variant="default"
                leftSection={<IconRefresh size={16} aria-hidden />}
                onClick={() => setRefreshing(true)}
              >
                Refresh
              </Button>
              {isNewest && file.body ? (
                <Button leftSection={<IconEdit size={16} aria-hidden />} onClick={() => setEditing(true)}>
                  Edit
                </Button>
              ) : null}
            </>
          ) : null
        }
      />
      {isEditing ? (
        <ContextEditor file={file} onClose={() => setEditing(false)} />
      ) : (
        <Stack gap="lg">
          <VersionTabs
            view={view}
            path={contextPath}
            versions={versions.map((one) => ({ ...one, note: one.changeNote }))}
            shown={file.version}
          >
            <DocumentText>{file.body}</DocumentText>
          </VersionTabs>
          <VersionDecision
            portal="dashboard"
            kind="context_file"
            subjectId={file.id}
            effect="Every agent works with it from now on, and the strategy is written next."
          />
        </Stack>
      )}
      <RefreshDialog opened={isRefreshing} onClose={() => setRefreshing(false)} />
    </>
  );
}
