"use client";

import { Blockquote, Stack, Text } from "@mantine/core";
import type { BacklinkReply } from "#schema/backlink.ts";
import { useApi } from "../api/query.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { TimeAgo } from "../components/time-ago.tsx";

const meanings: Record<NonNullable<BacklinkReply["intent"]>, string> = {
  positive: "Agrees",
  negative: "Declines",
  question: "Asks something",
  out_of_office: "Is away",
};

interface RepliesProps {
  /** Of one site, or of everybody whom a campaign wrote to. */
  of: `backlinks/${string}` | `campaigns/${string}`;
}

/** What was answered to mails, as its writers put it. */
export function Replies({ of }: RepliesProps) {
  const replies = useApi<{ items: BacklinkReply[] }>(`/tenant/v1/${of}/replies`);
  if (replies.error && !replies.data)
    return <ErrorBlock error={replies.error} onRetry={() => void replies.refetch()} />;
  if (!replies.data) return <TextSkeleton lines={3} />;
  const { items } = replies.data;
  if (items.length === 0)
    return of.startsWith("backlinks") ? null : (
      <EmptyState title="Nobody has answered yet" text="Answers to these e-mails appear here by themselves." />
    );
  return (
    <Stack component="section" gap="sm" aria-label="Answers">
      <Text component="h3" fw={600} size="sm">
        Answers
      </Text>
      {items.map(({ id, subject, body, intent, fromEmail, receivedAt }) => (
        <Stack key={id} gap={4}>
          <Text size="sm" fw={500} style={{ overflowWrap: "anywhere" }}>
            {subject || "No subject"}
          </Text>
          <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {[intent ? meanings[intent] : null, fromEmail].filter(Boolean).join(" · ")} <TimeAgo at={receivedAt} />
          </Text>
          <Blockquote p="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }} fz="sm">
            {body}
          </Blockquote>
        </Stack>
      ))}
    </Stack>
  );
}
