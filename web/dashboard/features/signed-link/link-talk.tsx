"use client";

import { Button, Stack, Text, Textarea } from "@mantine/core";
import type { FormEvent } from "react";
import { useState } from "react";
import { Panel } from "#kit/components/panel.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { LinkItem, LinkView } from "#schema/approval-link.ts";
import { useLinkComment } from "./queries.ts";

interface LinkTalkProps {
  token: string;
  link: LinkView;
  item: LinkItem;
}

/** What was said about it between client and agency, and a line for more. */
export function LinkTalk({ token, link, item }: LinkTalkProps) {
  const [body, setBody] = useState("");
  const comment = useLinkComment(token, () => setBody(""));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    comment.mutate({ approvalId: item.approvalId, body: body.trim() });
  };
  return (
    <Panel title="Comments">
      <Stack gap="md">
        {item.comments.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing was said yet.
          </Text>
        ) : null}
        {item.comments.map(({ id, author, body: text, createdAt }) => (
          <div key={id}>
            <Text size="xs" c="dimmed">
              <Text span fw={600} inherit>
                {author}
              </Text>{" "}
              · <TimeAgo at={createdAt} />
            </Text>
            <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
              {text}
            </Text>
          </div>
        ))}
        {link.verified ? (
          <form onSubmit={submit}>
            <Stack gap="xs">
              <Textarea
                label="Your comment"
                autosize
                minRows={2}
                maxRows={8}
                maxLength={4_000}
                value={body}
                onChange={(event) => setBody(event.currentTarget.value)}
              />
              <Button type="submit" variant="default" loading={comment.isPending} disabled={body.trim() === ""}>
                Send
              </Button>
            </Stack>
          </form>
        ) : (
          <Text size="xs" c="dimmed">
            To write, confirm with the mailed code that it is you.
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
