"use client";

import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconPencil, IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import { type CustomerReviewDetail, responseLength } from "#schema/customer-review.ts";
import { asApiError } from "../api/error.ts";
import { WaitingNote } from "../approval/waiting-note.tsx";
import { useRights } from "../auth/session.ts";
import { CriticPanel } from "../blog/critic-panel.tsx";
import type { PortalName } from "../blog/paths.ts";
import { StatusBadge } from "../components/status-badge.tsx";
import { useDraftAnswer, useWord } from "./queries.ts";

const open = ["draft", "pending_approval", "approved", "failed"];

/** The answer that was drafted: read by all, worded and decided by the agency. */
export function AnswerPanel({ portal, review }: { portal: PortalName; review: CustomerReviewDetail }) {
  const { response, critic } = review;
  const [isWording, setWording] = useState(false);
  const draft = useDraftAnswer(review.id);
  const { can } = useRights();
  const mayWork =
    can("review_response.decide") && review.status === "new" && (response === null || open.includes(response.status));
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Text component="h3" fw={600} size="sm">
          Answer
        </Text>
        {response ? <StatusBadge kind="answer" status={response.status} /> : null}
      </Group>
      {response ? <WaitingNote portal={portal} kind="review_response" subjectIds={[response.id]} /> : null}
      {isWording && response ? (
        <Wording responseId={response.id} body={response.body} onClose={() => setWording(false)} />
      ) : (
        <Text size="sm" style={{ whiteSpace: "pre-wrap" }} {...(response?.body ? {} : { c: "dimmed" })}>
          {response?.body || nothing(review)}
        </Text>
      )}
      {response?.note ? <Text size="sm">Sent back: {response.note}</Text> : null}
      {mayWork && !isWording ? (
        <Group gap="xs">
          {response?.body ? (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={15} aria-hidden />}
              onClick={() => setWording(true)}
            >
              Word it
            </Button>
          ) : null}
          <Button
            size="xs"
            variant={response?.body ? "subtle" : "filled"}
            leftSection={<IconSparkles size={15} aria-hidden />}
            loading={draft.isPending}
            onClick={() => draft.mutate()}
          >
            {response?.body ? "Have it written anew" : "Have an answer written"}
          </Button>
        </Group>
      ) : null}
      {portal === "dm" && response?.body ? <CriticPanel critic={critic} version={response.version} /> : null}
    </Stack>
  );
}

function nothing({ status, response }: CustomerReviewDetail): string {
  if (response) return "The answer is being written.";
  return status === "new" ? "Nobody has answered yet." : "There is no answer of this house.";
}

function Wording({ responseId, body, onClose }: { responseId: string; body: string; onClose: () => void }) {
  const [text, setText] = useState(body);
  const save = useWord(responseId, onClose);
  const isShort = text.trim().length < responseLength.min;
  const problem = save.error ? asApiError(save.error).message : null;
  return (
    <Stack gap="xs">
      <Textarea
        data-autofocus
        label="Your words"
        description={`${text.trim().length} of ${responseLength.min} to ${responseLength.max} characters`}
        autosize
        minRows={4}
        maxLength={responseLength.max}
        value={text}
        error={problem}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap="sm">
        <Button size="xs" variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          size="xs"
          loading={save.isPending}
          disabled={isShort || text.trim() === body}
          onClick={() => save.mutate(text.trim())}
        >
          Save
        </Button>
      </Group>
    </Stack>
  );
}
