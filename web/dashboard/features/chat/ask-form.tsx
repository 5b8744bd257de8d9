"use client";

import { Button, Group, SegmentedControl, Stack, Textarea } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useState } from "react";
import type { ChatMode } from "#schema/chat.ts";
import { useAsk } from "./queries.ts";

const modes: { value: ChatMode; label: string }[] = [
  { value: "analyst", label: "Ask" },
  { value: "executor", label: "Have done" },
  { value: "billing", label: "Credits" },
];

interface AskFormProps {
  /** Null begins a conversation. */
  threadId: string | null;
  isAnswering?: boolean;
  onAsked: (threadId: string) => void;
}

/** Where a question is written. */
export function AskForm({ threadId, isAnswering = false, onAsked }: AskFormProps) {
  const [body, setBody] = useState("");
  const [mode, setMode] = useState<ChatMode>("analyst");
  const ask = useAsk(threadId, (id) => {
    setBody("");
    onAsked(id);
  });
  const isReady = body.trim() !== "" && !isAnswering && !ask.isPending;
  const send = () => {
    if (isReady) ask.mutate({ body: body.trim(), mode });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="xs">
        <Textarea
          aria-label="Your question"
          placeholder="Write a question"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={4_000}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
          }}
        />
        <Group justify={threadId ? "flex-end" : "space-between"} gap="xs">
          {threadId ? null : (
            <SegmentedControl
              size="xs"
              aria-label="What it is about"
              value={mode}
              onChange={(value) => setMode(value as ChatMode)}
              data={modes}
            />
          )}
          <Button
            type="submit"
            leftSection={<IconSend size={16} aria-hidden />}
            disabled={!isReady}
            loading={ask.isPending}
          >
            {isAnswering ? "Answering" : "Send"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
