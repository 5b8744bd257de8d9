"use client";

import { Accordion, Code, Group, Stack, Text } from "@mantine/core";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { duration, words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import type { Transcript } from "#schema/run.ts";
import { useTranscript } from "./queries.ts";
import classes from "./transcript.module.css";

/** What a run was told and did: each step opens to what it kept. */
export function TranscriptPanel({ id, isOpen }: { id: string; isOpen: boolean }) {
  const transcript = useTranscript(id, isOpen);
  return (
    <Panel title="Transcript">
      {transcript.isError ? (
        <ErrorBlock
          error={transcript.error}
          title="The transcript could not be loaded."
          onRetry={() => void transcript.refetch()}
        />
      ) : transcript.data ? (
        <Steps transcript={transcript.data} />
      ) : (
        <TextSkeleton lines={8} />
      )}
    </Panel>
  );
}

function Steps({ transcript: { prompt, steps } }: { transcript: Transcript }) {
  if (!prompt && steps.length === 0)
    return (
      <Text size="sm" c="dimmed">
        The run has not done anything yet.
      </Text>
    );
  return (
    <Accordion multiple order={3}>
      {prompt ? (
        <Accordion.Item value="prompt">
          <Accordion.Control>
            <Text size="sm" fw={600}>
              What it was told
            </Text>
          </Accordion.Control>
          <Accordion.Panel>
            <Stack gap="xs">
              <Kept name="System">{prompt.system}</Kept>
              <Kept name="Task">{prompt.prompt}</Kept>
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      ) : null}
      {steps.map((step) => (
        <Accordion.Item key={step.seq} value={String(step.seq)}>
          <Accordion.Control>
            <Group gap="xs">
              <StatusBadge kind="step" status={step.status} size="sm" />
              <Text size="sm" fw={600} component="span">
                {words(step.name)}
              </Text>
              <Text size="xs" c="dimmed" component="span">
                {words(step.kind)} · {step.durationMs < 1_000 ? `${step.durationMs} ms` : duration(step.durationMs)}
                {step.summary === null ? "" : ` · ${step.summary}`}
              </Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            {step.data === null ? (
              <Text size="sm" c="dimmed">
                This step kept nothing more.
              </Text>
            ) : (
              <Kept name="Kept">{JSON.stringify(step.data, null, 2)}</Kept>
            )}
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Kept({ name, children }: { name: string; children: string }) {
  return (
    <section aria-label={name}>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Code block className={classes["kept"] ?? ""} tabIndex={0}>
        {children}
      </Code>
    </section>
  );
}
