"use client";
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { BlogPost, DiffHunk } from "#schema/blog.ts";
import { TimeAgo } from "../components/time-ago.tsx";
import { DiffView } from "./diff-view.tsx";
import { type Draft, draftOf } from "./draft.ts";
import { authorName, useVersions } from "./queries.ts";
import { wordParts } from "./word-parts.ts";

interface Props {
  theirs: BlogPost;
  mine: Draft;
  onReload(): void;
  onKeepMine(): void;
}

function hunksOf(theirs: Draft, mine: Draft): DiffHunk[] {
  return (Object.keys(mine) as (keyof Draft)[]).map((field) => ({
    field,
    parts: wordParts(theirs[field], mine[field]),
  }));
}

/** Somebody saved a newer version meanwhile: who and when, and the choice to take theirs, compare, or go on with the own text. */
export function EditConflict({ theirs, mine, onReload, onKeepMine }: Props) {
  const [isComparing, setComparing] = useState(false);
  const versions = useVersions(theirs.id);
  const latest = versions.data?.items.find((item) => item.version === theirs.version);
  const hunks = useMemo(() => (isComparing ? hunksOf(draftOf(theirs), mine) : []), [isComparing, theirs, mine]);
  return (
    <Alert
      color="yellow"
      icon={<IconGitMerge aria-hidden />}
      title="This post changed while you were editing"
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
            <>There is a version {theirs.version} now.</>
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
