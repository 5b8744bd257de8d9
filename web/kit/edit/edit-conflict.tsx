"use client";
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { ContentVersion } from "#schema/blog.ts";
import { useApi } from "../api/query.tsx";
import { DiffView } from "../blog/diff-view.tsx";
import { authorName } from "../blog/queries.ts";
import { wordParts } from "../blog/word-parts.ts";
import { TimeAgo } from "../components/time-ago.tsx";

type Texts = Readonly<Record<string, string>>;

interface Props {
  /** Where the thing lives in the API. */
  path: string;
  /** The version that somebody else saved. */
  version: number;
  /** Both sides, by the name of each text. */
  theirs: Texts;
  mine: Texts;
  onReload(): void;
  onKeepMine(): void;
}

/** Somebody saved a newer version meanwhile: who and when, and the choice to take theirs, compare, or go on with the own text. */
export function EditConflict({ path, version, theirs, mine, onReload, onKeepMine }: Props) {
  const [isComparing, setComparing] = useState(false);
  const versions = useApi<{ items: ContentVersion[] }>(`${path}/versions`);
  const latest = versions.data?.items.find((item) => item.version === version);
  const hunks = useMemo(
    () =>
      isComparing
        ? [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].map((field) => ({
            field,
            parts: wordParts(theirs[field] ?? "", mine[field] ?? ""),
          }))
        : [],
    [isComparing, theirs, mine],
  );
  return (
    <Alert
      color="yellow"
      icon={<IconGitMerge aria-hidden />}
      title="This text changed while you were editing"
      role="alert"
    >
      <Stack gap="sm">
        <Text size="sm">
          {latest ? (
            <>
              {authorName(latest.author)} saved version {latest.version} <TimeAgo at={latest.createdAt} />
              {latest.changeNote ? `: “${latest.changeNote}”.` : "."}
            </>
          ) : (
            <>There is a version {version} now.</>
          )}{" "}
          Your text is still here.
        </Text>
        <Group gap="xs">
          <Button size="xs" variant="default" aria-expanded={isComparing} onClick={() => setComparing(!isComparing)}>
            {isComparing ? "Hide the comparison" : "Compare with mine"}
          </Button>
          <Button size="xs" variant="default" onClick={onReload}>
            Take theirs, drop mine
          </Button>
          <Button size="xs" onClick={onKeepMine}>
            Go on with mine
          </Button>
        </Group>
        {isComparing && <DiffView hunks={hunks} />}
      </Stack>
    </Alert>
  );
}
