"use client";
import { Button, Group, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import type { Comment, CommentInput } from "#schema/comment.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import type { PortalName } from "../blog/paths.ts";
import type { Subject } from "./queries.ts";

type Visibility = Comment["visibility"];

interface Props {
  subject: Subject;
  portal: PortalName;
  version?: number;
  /** Answers take the visibility of what they answer. */
  answers?: Comment;
  onDone?(): void;
}

/** Writes a comment or an answer. The agency chooses who reads it, itself first; a client's comments are read by both. */
export function CommentForm({ subject, portal, version, answers, onDone }: Props) {
  const [body, setBody] = useState("");
  const [visibility, setVisibility] = useState<Visibility>(
    answers?.visibility ?? (portal === "dm" ? "internal" : "client"),
  );
  const add = useAction(
    (input: CommentInput, idempotencyKey) => api.post<Comment>("/tenant/v1/comments", input, { idempotencyKey }),
    {
      invalidates: ["/tenant/v1/comments"],
      onSuccess: () => {
        setBody("");
        onDone?.();
      },
    },
  );
  const send = () => {
    if (body.trim() === "" || add.isPending) return;
    add.mutate({
      ...subject,
      body: body.trim(),
      visibility,
      ...(version === undefined ? {} : { version }),
      ...(answers ? { parentId: answers.id } : {}),
    });
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
          aria-label={answers ? `Answer to ${answers.author.name}` : "New comment"}
          placeholder={answers ? "Write an answer" : "Write a comment"}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={4_000}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
          }}
        />
        <Group justify="space-between" gap="xs">
          {portal === "dm" && !answers ? (
            <SegmentedControl
              size="xs"
              aria-label="Who reads it"
              value={visibility}
              onChange={(value) => setVisibility(value as Visibility)}
              data={[
                { value: "internal", label: "Internal" },
                { value: "client", label: "Client reads it" },
              ]}
            />
          ) : (
            <Text size="xs" c="dimmed">
              {visibility === "internal" ? "Only the agency reads this." : "You and the agency read this."}
            </Text>
          )}
          <Button type="submit" size="xs" disabled={body.trim() === ""} loading={add.isPending}>
            {answers ? "Answer" : "Comment"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
