"use client";

import { Select, Stack } from "@mantine/core";
import { IconGitCompare } from "@tabler/icons-react";
import type { VersionDiff } from "#schema/changes.ts";
import { useApi } from "../api/query.tsx";
import { DiffView } from "../blog/diff-view.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";

interface VersionChangesProps {
  /** Where versions are read: `/tenant/v1/context`. */
  path: string;
  versions: readonly { version: number }[];
  /** The later side. */
  shown: number;
  /** The chosen other side. */
  chosen: number | null;
  onCompare: (version: number) => void;
}

/** What changed up to a version, word by word; first since the one before it, then against any other. */
export function VersionChanges({ path, versions, shown, chosen, onCompare }: VersionChangesProps) {
  const others = versions.filter(({ version }) => version !== shown);
  const before = others.find(({ version }) => version < shown) ?? others[0];
  const against = chosen !== null && chosen !== shown ? chosen : before?.version;
  const diff = useApi<VersionDiff>(against === undefined ? null : `${path}/${shown}/diff`, { against });
  if (against === undefined) {
    return (
      <EmptyState
        compact
        icon={IconGitCompare}
        title="This is the first version"
        text="When there is another one, every changed word shows here."
      />
    );
  }
  return (
    <Stack gap="md">
      <Select
        size="xs"
        label="Compare with"
        maw={220}
        allowDeselect={false}
        data={others.map(({ version }) => ({ value: String(version), label: `Version ${version}` }))}
        value={String(against)}
        onChange={(value) => onCompare(Number(value))}
      />
      {diff.isPending ? <TextSkeleton lines={8} /> : null}
      {diff.error && !diff.data ? <ErrorBlock error={diff.error} onRetry={() => void diff.refetch()} /> : null}
      {diff.data ? <DiffView key={`${against}-${shown}`} hunks={diff.data.hunks} /> : null}
    </Stack>
  );
}
