"use client";

import { Button, Grid, NavLink, Stack, Text } from "@mantine/core";
import { IconMessages, IconPlus } from "@tabler/icons-react";
import { parseAsString, useQueryState } from "nuqs";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { AskForm } from "./ask-form.tsx";
import { Conversation } from "./conversation.tsx";
import { useThreads } from "./queries.ts";

/** One's own conversations with the workspace's agents. */
export function ChatPage() {
  const [threadId, setThread] = useQueryState("thread", parseAsString);
  const threads = useThreads();
  const present = threads.items.find(({ id }) => id === threadId);
  const begin = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => void setThread(null)}>
      New conversation
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Chat"
        lead="Ask about the work, the plan or your credits; what should be done is proposed, and done when you confirm it."
        actions={threadId ? begin : null}
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Panel title="Conversations" flush>
            {threads.isPending ? <TextSkeleton lines={4} /> : null}
            {threads.error ? <ErrorBlock error={threads.error} onRetry={threads.refetch} /> : null}
            {!threads.isPending && threads.items.length === 0 ? (
              <EmptyState compact icon={IconMessages} title="Your conversations will be listed here" />
            ) : null}
            <nav aria-label="Conversations">
              {threads.items.map((thread) => (
                <NavLink
                  key={thread.id}
                  component="button"
                  active={thread.id === threadId}
                  label={thread.title}
                  description={<TimeAgo at={thread.lastMessageAt ?? thread.createdAt} />}
                  onClick={() => void setThread(thread.id)}
                />
              ))}
            </nav>
            {threads.hasMore ? (
              <Button variant="subtle" fullWidth loading={threads.isLoadingMore} onClick={threads.loadMore}>
                Load more
              </Button>
            ) : null}
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          {threadId ? (
            <Conversation key={threadId} id={threadId} title={present?.title ?? "Conversation"} />
          ) : (
            <Panel title="New conversation">
              <Stack gap="sm">
                <Text size="sm" c="dimmed">
                  For example: Which posts wait for us? How many credits are left? Please write a blog post about …
                </Text>
                <AskForm threadId={null} onAsked={(id) => void setThread(id)} />
              </Stack>
            </Panel>
          )}
        </Grid.Col>
      </Grid>
    </>
  );
}
