"use client";

import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { DiffView } from "#kit/blog/diff-view.tsx";
import { wordParts } from "#kit/blog/word-parts.ts";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { shortDate } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { DiffHunk } from "#schema/blog.ts";
import type { Skill, SkillVersion } from "#schema/skill.ts";
import { useChangeSkill, useSkillVersions } from "./queries.ts";

/** What a skill said before, against what it says now, and the way back. */
export function SkillHistory({ skill }: { skill: Skill }) {
  const versions = useSkillVersions(skill.id);
  return (
    <Panel title="Earlier versions">
      {versions.isError ? (
        <ErrorBlock
          error={versions.error}
          title="Earlier versions could not be loaded."
          onRetry={() => void versions.refetch()}
        />
      ) : !versions.data ? (
        <TextSkeleton lines={4} />
      ) : versions.data.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          It has said the same since it was written.
        </Text>
      ) : (
        <Compared skill={skill} versions={versions.data.items} />
      )}
    </Panel>
  );
}

function Compared({ skill, versions }: { skill: Skill; versions: readonly SkillVersion[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const restore = useChangeSkill(skill, () => setChosen(null));
  const earlier = versions.find(({ version }) => String(version) === chosen) ?? versions[0];
  const hunks = useMemo(() => (earlier ? hunksOf(earlier, skill) : []), [earlier, skill]);
  if (!earlier) return null;
  const { version, description, body } = earlier;
  return (
    <Stack>
      <Group align="flex-end">
        <Select
          label="Version"
          allowDeselect={false}
          data={versions.map((one) => ({
            value: String(one.version),
            label: `Version ${one.version}, ${shortDate(one.writtenAt)}`,
          }))}
          value={String(version)}
          onChange={setChosen}
        />
        <Button
          variant="default"
          loading={restore.isPending}
          onClick={() => restore.mutate({ description, body })}
        >{`Bring version ${version} back`}</Button>
      </Group>
      <DiffView hunks={hunks} />
    </Stack>
  );
}

function hunksOf(before: SkillVersion, now: Skill): DiffHunk[] {
  const pairs = [
    ["When to use it", before.description, now.description],
    ["Text", before.body, now.body],
  ] as const;
  return pairs.map(([field, was, is]) => ({
    field,
    parts: wordParts(was, is),
  }));
}
