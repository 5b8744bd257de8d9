"use client";
import { Accordion, Group, ScrollArea, Text } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { duration, words } from "#kit/components/format.ts";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { Transcript } from "#schema/run.ts";
import { KeptText } from "./kept-text.tsx";

type Step = Transcript["steps"][number];

const kinds: Record<Step["kind"], string> = {
  message: "Context",
  guard: "Guard",
  retrieval: "Passages",
  model: "Model",
  tool: "Tool",
  wait: "Waited",
  validator: "Checks",
  critic: "Critic",
};

// Most steps are called as their kind is.
function nameOf({ kind, name }: Step): string {
  return words(name) === kinds[kind] ? kinds[kind] : `${kinds[kind]}: ${words(name)}`;
}

/** What models said, what tools were asked and gave, which passages were read and what the checks found, in order. */
export function TranscriptPanel({ transcript }: { transcript: UseQueryResult<Transcript> }) {
  if (transcript.isPending) return <TextSkeleton lines={10} />;
  if (transcript.isError) return <ErrorBlock error={transcript.error} onRetry={() => void transcript.refetch()} />;
  const { steps } = transcript.data;
  if (steps.length === 0)
    return (
      <EmptyState
        compact
        icon={IconListDetails}
        title="Nothing has happened yet"
        text="Each step shows here as it ends."
      />
    );
  return (
    <Accordion multiple variant="separated" chevronPosition="left" defaultValue={lastModel(steps)}>
      {steps.map((step) => (
        <Accordion.Item key={step.seq} value={String(step.seq)}>
          <Accordion.Control>
            <Group justify="space-between" gap="xs" wrap="wrap">
              <Group gap="xs">
                <StatusBadge kind="step" status={step.status} size="sm" />
                <Text size="sm" fw={600} component="span">
                  {nameOf(step)}
                </Text>
              </Group>
              <Text size="xs" c="dimmed" component="span" className="lm-tabular">
                {step.durationMs < 1_000 ? `${step.durationMs} ms` : duration(step.durationMs)} ·{" "}
                <TimeAgo at={step.startedAt} />
              </Text>
            </Group>
            {step.summary !== null && (
              <Text size="xs" c="dimmed" mt={4} style={{ overflowWrap: "anywhere" }}>
                {step.summary}
              </Text>
            )}
          </Accordion.Control>
          <Accordion.Panel>
            <Kept step={step} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Kept({ step }: { step: Step }) {
  if (step.data === null || step.data === undefined)
    return (
      <Text size="sm" c="dimmed">
        This step kept nothing but its summary.
      </Text>
    );
  return (
    <ScrollArea.Autosize mah={520} type="auto" viewportProps={{ tabIndex: 0 }}>
      <KeptText data={step.data} />
    </ScrollArea.Autosize>
  );
}

function lastModel(steps: readonly Step[]): string[] {
  const last = steps.findLast(({ kind }) => kind === "model");
  return last ? [String(last.seq)] : [];
}
