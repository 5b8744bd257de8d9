"use client";

import { Select, Stack } from "@mantine/core";
import { IconGitCompare } from "@tabler/icons-react";
import { parseAsInteger, useQueryState } from "nuqs";
import { useMemo } from "react";
import { useApi } from "../api/query.tsx";
import { DiffView } from "../blog/diff-view.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { changesOf, type Parts } from "./changes.ts";

interface VersionChangesProps<V> {
  /** Where versions are read: `/tenant/v1/context`. */
  path: string;
  versions: readonly { version: number }[];
  /** The later side. */
  shown: V;
  /** What is compared of a version; one function that stays the same. */
  parts: (version: V) => Parts;
}

/** What changed up to a version, word by word; first since the one before it, then against any other. */
export function VersionChanges<V extends { version: number }>({
  path,
  versions,
  shown,
  parts,
}: VersionChangesProps<V>) {
  const others = versions.filter(({ version }) => version !== shown.version);
  const before = others.find(({ version }) => version < shown.version) ?? others[0];
  const [chosen, choose] = useQueryState("against", parseAsInteger);
  const against = chosen !== null && chosen !== shown.version ? chosen : before?.version;
  const other = useApi<V>(against === undefined ? null : `${path}/${against}`);
  const hunks = useMemo(
    () => (other.data ? changesOf(parts(other.data), parts(shown)) : []),
    [other.data, shown, parts],
  );
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
        onChange={(value) => void choose(Number(value))}
      />
      {other.isPending ? <TextSkeleton lines={8} /> : null}
      {other.error && !other.data ? <ErrorBlock error={other.error} onRetry={() => void other.refetch()} /> : null}
      {other.data ? <DiffView key={`${against}-${shown.version}`} hunks={hunks} /> : null}
    </Stack>
  );
}
