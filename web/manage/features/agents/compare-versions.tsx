"use client";

import { Group, Select } from "@mantine/core";
import { useMemo, useState } from "react";
import { DiffView } from "#kit/blog/diff-view.tsx";
import { wordParts } from "#kit/blog/word-parts.ts";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { AgentVersion, AgentVersionRow } from "#schema/agent-version.ts";
import type { DiffHunk } from "#schema/blog.ts";
import { useVersion } from "./queries.ts";

const fields: readonly [label: string, text: (version: AgentVersion) => string][] = [
  ["Prompt", ({ systemPrompt }) => systemPrompt],
  ["Tier", ({ tier }) => tier],
  ["Adapter", ({ adapter }) => adapter ?? "as the tier says"],
  ["Model", ({ model }) => model ?? "as the adapter says"],
  ["Temperature", ({ temperature }) => String(temperature)],
  ["Longest answer, tokens", ({ maxOutputTokens }) => String(maxOutputTokens)],
  ["Turns", ({ maxTurns }) => String(maxTurns)],
  ["Tokens of one run", ({ maxTokensPerRun }) => String(maxTokensPerRun ?? "no cap")],
  ["Cost of one run, US cents", ({ maxCostPerRunMinor }) => String(maxCostPerRunMinor ?? "no cap")],
  ["Tools", ({ tools }) => tools.join(", ") || "none"],
  ["Skills", ({ skills }) => skills.join(", ") || "all that are written for the agent"],
];

/** Any two versions word by word. */
export function CompareVersions({ name, versions }: { name: string; versions: readonly AgentVersionRow[] }) {
  const [newest, second] = versions;
  const [left, setLeft] = useState(second?.version ?? null);
  const [right, setRight] = useState(newest?.version ?? null);
  const before = useVersion(name, left);
  const after = useVersion(name, right);
  const hunks = useMemo(
    () => (before.data && after.data ? hunksOf(before.data, after.data) : null),
    [before.data, after.data],
  );
  const options = versions.map(({ version, status }) => ({
    value: String(version),
    label: `Version ${version}, ${status}`,
  }));
  const failed = [before, after].find((read) => read.isError);
  return (
    <Panel title="Compare">
      <Group mb="md" align="flex-end">
        <Select
          label="From"
          data={options}
          allowDeselect={false}
          value={String(left)}
          onChange={(value) => setLeft(Number(value))}
        />
        <Select
          label="To"
          data={options}
          allowDeselect={false}
          value={String(right)}
          onChange={(value) => setRight(Number(value))}
        />
      </Group>
      {failed ? (
        <ErrorBlock
          error={failed.error}
          title="The version could not be loaded."
          onRetry={() => void failed.refetch()}
        />
      ) : hunks ? (
        <DiffView hunks={hunks} />
      ) : (
        <TextSkeleton lines={6} />
      )}
    </Panel>
  );
}

function hunksOf(before: AgentVersion, after: AgentVersion): DiffHunk[] {
  return fields.map(([field, text]) => ({
    field,
    parts: wordParts(text(before), text(after)),
  }));
}
