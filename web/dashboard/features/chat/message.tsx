"use client";

import { Group, Paper, Text } from "@mantine/core";
import { Markdown } from "#kit/components/markdown.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { readableOutput } from "#kit/run/partial-json.ts";
import { useRunStream } from "#kit/run/use-run-stream.ts";
import type { ChatMessage } from "#schema/chat.ts";

/** One thing that was said; an answer that is being written grows while it comes. */
export function Message({ message }: { message: ChatMessage }) {
  const isOwn = message.role === "user";
  return (
    <Paper withBorder p="sm" radius="md" {...(isOwn ? { ml: "xl" } : { mr: "xl" })}>
      <Text size="xs" c="dimmed" fw={600}>
        {isOwn ? "You" : "Agent"}
      </Text>
      {message.status === "streaming" && message.runId ? <Growing runId={message.runId} /> : null}
      {message.status === "failed" ? (
        <ToneBadge tone="failed" size="sm">
          No answer came. Ask again; nothing was charged.
        </ToneBadge>
      ) : null}
      {message.body ? <Markdown look="plain">{message.body}</Markdown> : null}
      {message.parts.length > 0 ? (
        <Group gap="xs">
          <Text size="xs" c="dimmed">
            Looked up: {[...new Set(message.parts.map(({ method }) => method.replaceAll("_", " ")))].join(", ")}
          </Text>
        </Group>
      ) : null}
    </Paper>
  );
}

function Growing({ runId }: { runId: string }) {
  const { text } = useRunStream(runId, true);
  const read = readableOutput(text);
  if (read?.body) return <Markdown look="plain">{read.body}</Markdown>;
  return (
    <ToneBadge tone="running" size="sm">
      Looking it up
    </ToneBadge>
  );
}
