"use client";
import { Alert, Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconGitCompare, IconPlayerTrackPrev } from "@tabler/icons-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useRights } from "#kit/auth/session.ts";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { isRunOver, type ListedRun, type Run } from "#schema/run.ts";
import { usePrompts, useReplay, useReplays } from "./queries.ts";
import { ReplayDiff } from "./replay-diff.tsx";

/** Doing a run over: from its recording, where the same must come of it, or with another stored prompt; and what came of it. */
export function AgainPanel({ run, tenantId }: { run: Run; tenantId: string }) {
  const { can } = useRights();
  const replays = useReplays(run.id);
  const [shown, setShown] = useQueryState("over", parseAsString);
  const items = replays.data?.items ?? [];
  const present = items.find(({ id }) => id === shown) ?? items[0] ?? null;
  return (
    <Stack gap="lg">
      {can("run.replay") ? (
        <Order run={run} onOrdered={(id) => void setShown(id)} />
      ) : (
        <Alert color="gray">Leads of the agency's team do runs over; you see what came of it.</Alert>
      )}
      {replays.isPending && <TextSkeleton lines={6} />}
      {replays.isError && <ErrorBlock error={replays.error} onRetry={() => void replays.refetch()} />}
      {replays.data && present === null && (
        <EmptyState compact icon={IconGitCompare} title="It was not done over yet" />
      )}
      {present !== null && (
        <Panel title="What came of it">
          <Stack gap="md">
            <Select
              size="xs"
              maw={420}
              label="Done over"
              allowDeselect={false}
              data={items.map((item) => ({ value: item.id, label: labelOf(item) }))}
              value={present.id}
              onChange={(id) => void setShown(id)}
            />
            {isRunOver(present.status) ? (
              <ReplayDiff id={present.id} tenantId={tenantId} />
            ) : (
              <Text size="sm" c="dimmed" role="status">
                It is being done over. The comparison shows here when it has ended.
              </Text>
            )}
          </Stack>
        </Panel>
      )}
    </Stack>
  );
}

function labelOf({ adapter, agentVersion, queuedAt }: ListedRun): string {
  const how = adapter === "recording" ? "From the recording" : `With prompt ${agentVersion}`;
  return `${how}, ${new Date(queuedAt).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })}`;
}

function Order({ run, onOrdered }: { run: Run; onOrdered: (id: string) => void }) {
  const prompts = usePrompts(run.id);
  const replay = useReplay(run.id, onOrdered);
  const [version, setVersion] = useState<string | null>(null);
  if (prompts.isPending) return <TextSkeleton lines={2} />;
  if (prompts.isError) return <ErrorBlock error={prompts.error} onRetry={() => void prompts.refetch()} />;
  const isOver = isRunOver(run.status);
  return (
    <Panel title="Do it over">
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {isOver
            ? "From the recording no model is asked, and the same must come of it. With another prompt the model is asked anew, which costs money; nothing outside the new run changes."
            : "A run can be done over when it has ended."}
        </Text>
        <Group align="flex-end" gap="sm">
          <Button
            variant="default"
            leftSection={<IconPlayerTrackPrev size={16} aria-hidden />}
            disabled={!isOver}
            loading={replay.isPending && replay.variables?.agentVersion === undefined}
            onClick={() => replay.mutate({})}
          >
            From the recording
          </Button>
          <Select
            label="Prompt"
            placeholder="Choose a version"
            maw={240}
            data={prompts.data.items.map((prompt) => ({
              value: String(prompt.version),
              label: `Version ${prompt.version}${prompt.isOwn ? " (its own)" : ""}`,
            }))}
            value={version}
            onChange={setVersion}
          />
          <Button
            disabled={!isOver || version === null}
            loading={replay.isPending && replay.variables?.agentVersion !== undefined}
            onClick={() => replay.mutate({ agentVersion: Number(version) })}
          >
            With this prompt
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
