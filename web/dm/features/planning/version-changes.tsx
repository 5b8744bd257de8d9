"use client";
import { Stack } from "@mantine/core";
import { IconGitCompare } from "@tabler/icons-react";
import { useState } from "react";
import { DiffView } from "#kit/blog/diff-view.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { useVersionDiff } from "./queries.ts";
import { VersionPicker } from "./version-picker.tsx";

interface Props {
  kind: Parameters<typeof useVersionDiff>[0];
  version: number;
  versions: Parameters<typeof VersionPicker>[0]["versions"];
}

/** What changed up to a version: since the one before it, or against one that is chosen. */
export function VersionChanges({ kind, version, versions }: Props) {
  const [against, setAgainst] = useState<number | null>(null);
  const diff = useVersionDiff(kind, version, against);
  if (versions.length < 2)
    return (
      <EmptyState
        compact
        icon={IconGitCompare}
        title="This is the first version"
        text="After an edit or a new draft, every changed word shows here."
      />
    );
  return (
    <Stack gap="md">
      <VersionPicker
        label="Compare with"
        versions={versions.filter((one) => one.version !== version)}
        value={against}
        onChange={setAgainst}
        clearable="The version before"
        onClear={() => setAgainst(null)}
      />
      {diff.isPending && <TextSkeleton lines={8} />}
      {diff.isError && <ErrorBlock error={diff.error} onRetry={() => void diff.refetch()} />}
      {diff.data && diff.data.against === null && (
        <EmptyState compact icon={IconGitCompare} title="There is no version before this one" />
      )}
      {diff.data && diff.data.against !== null && (
        <DiffView key={`${version}-${diff.data.against}`} hunks={diff.data.hunks} />
      )}
    </Stack>
  );
}
