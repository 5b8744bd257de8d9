"use client";
import { Button, Stack } from "@mantine/core";
import { IconMessage } from "@tabler/icons-react";
import type { PortalName } from "../blog/paths.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { CommentForm } from "./comment-form.tsx";
import { CommentThread } from "./comment-thread.tsx";
import { type Subject, useThreads } from "./queries.ts";

interface Props extends Subject {
  portal: PortalName;
  /** Version the new comment is about. */
  version?: number;
}

/** The conversations about a post or a request. Internal ones reach only the agency. */
export function CommentPanel({ subjectType, subjectId, portal, version }: Props) {
  const subject = { subjectType, subjectId };
  const { list, threads } = useThreads(subject);
  return (
    <Stack gap="md">
      <CommentForm subject={subject} portal={portal} {...(version === undefined ? {} : { version })} />
      {list.isPending && <TextSkeleton lines={4} />}
      {list.error !== null && (
        <ErrorBlock error={list.error} title="The comments could not be loaded." onRetry={list.refetch} />
      )}
      {!list.isPending && list.error === null && threads.length === 0 && (
        <EmptyState
          compact
          icon={IconMessage}
          title="No comments yet"
          text="Ask a question or leave a remark; the others are told."
        />
      )}
      {threads.map((thread) => (
        <CommentThread key={thread.root.id} thread={thread} subject={subject} portal={portal} />
      ))}
      {list.hasMore && (
        <Button variant="default" size="xs" loading={list.isLoadingMore} onClick={list.loadMore}>
          Load more
        </Button>
      )}
    </Stack>
  );
}
