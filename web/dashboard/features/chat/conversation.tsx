"use client";

import { Button, Stack } from "@mantine/core";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { AskForm } from "./ask-form.tsx";
import { Message } from "./message.tsx";
import { Proposal } from "./proposal.tsx";
import { useMessages, useProposals } from "./queries.ts";

/** A conversation: what was said, what was proposed with it, and the next question. */
export function Conversation({ id, title }: { id: string; title: string }) {
  const messages = useMessages(id);
  const proposals = useProposals(id).data?.items ?? [];
  const said = messages.items.toReversed();
  return (
    <Panel title={title}>
      <Stack gap="md">
        {messages.isPending ? <TextSkeleton lines={4} /> : null}
        {messages.error ? <ErrorBlock error={messages.error} onRetry={messages.refetch} /> : null}
        {messages.hasMore ? (
          <Button variant="subtle" size="xs" loading={messages.isLoadingMore} onClick={messages.loadMore}>
            Earlier messages
          </Button>
        ) : null}
        {said.map((message) => (
          <Stack key={message.id} gap="xs">
            <Message message={message} />
            {proposals
              .filter(({ messageId }) => messageId === message.id)
              .map((proposal) => (
                <Proposal key={proposal.id} proposal={proposal} />
              ))}
          </Stack>
        ))}
        <AskForm
          threadId={id}
          isAnswering={said.some(({ status }) => status === "streaming")}
          onAsked={messages.refetch}
        />
      </Stack>
    </Panel>
  );
}
