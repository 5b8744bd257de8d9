"use client";
import { ActionIcon, Avatar, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { IconCheck, IconLock, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { Comment } from "#schema/comment.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import type { PortalName } from "../blog/paths.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { CommentForm } from "./comment-form.tsx";
import classes from "./comments.module.css";
import type { Subject, Thread } from "./queries.ts";

const stale = { invalidates: ["/tenant/v1/comments"] };

/** One conversation: the comment, its answers, and what can be done with it. */
export function CommentThread({ thread, subject, portal }: { thread: Thread; subject: Subject; portal: PortalName }) {
  const [isAnswering, setAnswering] = useState(false);
  const { root } = thread;
  const resolve = useAction(() => api.post<Comment>(`/tenant/v1/comments/${root.id}/resolve`), stale);
  const isInternal = root.visibility === "internal";
  return (
    <Paper
      withBorder
      p="sm"
      className={classes["thread"]}
      data-internal={isInternal || undefined}
      data-resolved={root.resolvedAt !== null || undefined}
    >
      <Stack gap="sm">
        {(isInternal || root.resolvedAt !== null) && (
          <Group gap="xs">
            {isInternal && (
              <span className={classes["internal"]}>
                <IconLock size={12} aria-hidden /> Internal
              </span>
            )}
            {root.resolvedAt !== null && (
              <Text size="xs" c="dimmed">
                Resolved <TimeAgo at={root.resolvedAt} />
              </Text>
            )}
          </Group>
        )}
        {root.anchor && <blockquote className={classes["anchor"]}>{root.anchor.quote}</blockquote>}
        {[root, ...thread.answers].map((comment) => (
          <Entry key={comment.id} comment={comment} />
        ))}
        {isAnswering ? (
          <CommentForm subject={subject} portal={portal} answers={root} onDone={() => setAnswering(false)} />
        ) : (
          <Group gap="xs">
            <Button size="compact-xs" variant="subtle" onClick={() => setAnswering(true)}>
              Answer
            </Button>
            {root.resolvedAt === null && (
              <Button
                size="compact-xs"
                variant="subtle"
                leftSection={<IconCheck size={13} aria-hidden />}
                loading={resolve.isPending}
                onClick={() => resolve.mutate(undefined)}
              >
                Resolve
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

function Entry({ comment }: { comment: Comment }) {
  const [isAsking, setAsking] = useState(false);
  const remove = useAction(() => api.delete(`/tenant/v1/comments/${comment.id}`), {
    ...stale,
    success: "Comment removed.",
  });
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <Avatar name={comment.author.name} color="initials" size="sm" aria-hidden />
      <div className={classes["entry"]}>
        <Group justify="space-between" gap="xs" wrap="nowrap">
          <Text size="sm" fw={600} truncate>
            {comment.author.name}
          </Text>
          <Text size="xs" c="dimmed">
            {comment.version === null ? "" : `v${comment.version} · `}
            <TimeAgo at={comment.createdAt} />
          </Text>
        </Group>
        <Text size="sm" className={classes["body"]}>
          {comment.body}
        </Text>
      </div>
      {comment.mine && (
        <ActionIcon size="sm" aria-label="Remove your comment" onClick={() => setAsking(true)}>
          <IconTrash size={14} aria-hidden />
        </ActionIcon>
      )}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate(undefined, { onSettled: () => setAsking(false) })}
        title="Remove your comment?"
        confirmLabel="Remove"
        danger
        isBusy={remove.isPending}
      >
        “{comment.body.slice(0, 120)}” disappears for everyone.
      </ConfirmDialog>
    </Group>
  );
}
