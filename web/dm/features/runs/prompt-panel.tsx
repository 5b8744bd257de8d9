"use client";
import { Stack } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { count } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { Transcript } from "#schema/run.ts";
import { KeptText } from "./kept-text.tsx";
import { sectionsOf } from "./sections.ts";

/** The exact words the model got, section by section. */
export function PromptPanel({ transcript }: { transcript: UseQueryResult<Transcript> }) {
  if (transcript.isPending) return <TextSkeleton lines={10} />;
  if (transcript.isError) return <ErrorBlock error={transcript.error} onRetry={() => void transcript.refetch()} />;
  const { prompt } = transcript.data;
  if (prompt === null)
    return <EmptyState compact icon={IconFileText} title="No prompt" text="This run has not asked a model." />;
  return (
    <Stack gap="lg">
      <Panel title="System" aside={`${count(prompt.system.length)} characters`}>
        <KeptText data={prompt.system} />
      </Panel>
      {sectionsOf(prompt.prompt).map(({ title, text }, at) => (
        <Panel key={`${at}:${title}`} title={title} aside={`${count(text.length)} characters`}>
          <KeptText data={text} />
        </Panel>
      ))}
    </Stack>
  );
}
