"use client";
import { Group, Select, Stack } from "@mantine/core";
import { IconGitCompare } from "@tabler/icons-react";
import { parseAsInteger, useQueryStates } from "nuqs";
import type { ContentVersion } from "#schema/blog.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { DiffView } from "./diff-view.tsx";
import { authorName, useDiff, useVersions } from "./queries.ts";

function labelOf(version: ContentVersion): string {
  return `v${version.version} · ${authorName(version.author)}`;
}

/** Compares two chosen versions; at first the one before with the present one. The choice lives in the address. */
export function ChangesPanel({ postId, version }: { postId: string; version: number }) {
  const versions = useVersions(postId);
  const [chosen, setChosen] = useQueryStates({ from: parseAsInteger, to: parseAsInteger });
  const to = chosen.to ?? version;
  const from = chosen.from ?? (version > 1 ? version - 1 : null);
  const diff = useDiff(postId, from, to);
  if (versions.isPending) return <TextSkeleton lines={6} />;
  if (versions.isError) return <ErrorBlock error={versions.error} onRetry={() => void versions.refetch()} />;
  if (versions.data.items.length < 2) {
    return (
      <EmptyState
        compact
        icon={IconGitCompare}
        title="This is the first version"
        text="After an edit or a new draft, every changed word shows here."
      />
    );
  }
  const data = versions.data.items.map((item) => ({ value: String(item.version), label: labelOf(item) }));
  return (
    <Stack gap="md">
      <Group grow gap="sm">
        <Select
          size="xs"
          label="From"
          allowDeselect={false}
          data={data}
          value={from === null ? null : String(from)}
          onChange={(value) => void setChosen({ from: Number(value) })}
        />
        <Select
          size="xs"
          label="To"
          allowDeselect={false}
          data={data}
          value={String(to)}
          onChange={(value) => void setChosen({ to: Number(value) })}
        />
      </Group>
      {from === to && <EmptyState compact icon={IconGitCompare} title="Choose two different versions" />}
      {diff.isLoading && <TextSkeleton lines={8} />}
      {diff.isError && <ErrorBlock error={diff.error} onRetry={() => void diff.refetch()} />}
      {diff.data && from !== to && <DiffView key={`${from}-${to}`} hunks={diff.data.hunks} />}
    </Stack>
  );
}
