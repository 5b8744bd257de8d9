"use client";
import { Button, Modal, Stack, Text, Timeline } from "@mantine/core";
import { IconRobot, IconUser } from "@tabler/icons-react";
import { useState } from "react";
import { DiffView } from "../blog/diff-view.tsx";
import { authorName } from "../blog/queries.ts";
import { ErrorBlock } from "../components/error-block.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { placeName } from "../edit/field-words.ts";
import type { AnyPiece } from "./kinds.ts";
import type { PieceKind } from "./piece-kinds.ts";
import { useChanges, useVersions } from "./queries.ts";

/** Who wrote which version and why; each but the first shows what changed in it. */
export function VersionsPanel({ kind, piece }: { kind: PieceKind; piece: AnyPiece }) {
  const versions = useVersions(kind, piece.id);
  const [between, setBetween] = useState<{ from: number; to: number } | null>(null);
  const items = versions.data?.items ?? [];
  if (versions.data && items.length === 0) return null;
  return (
    <Panel title="Versions">
      {versions.isPending ? <TextSkeleton lines={3} /> : null}
      {versions.error && !versions.data ? (
        <ErrorBlock error={versions.error} onRetry={() => void versions.refetch()} />
      ) : null}
      <Timeline bulletSize={26} lineWidth={2} active={-1}>
        {items.map(({ version, author, createdAt, changeNote }, at) => {
          const from = items[at + 1]?.version;
          return (
            <Timeline.Item
              key={version}
              bullet={
                author.kind === "agent" ? <IconRobot size={14} aria-hidden /> : <IconUser size={14} aria-hidden />
              }
              title={`Version ${version}${version === piece.version ? " · present" : ""}`}
            >
              <Stack gap={4} align="flex-start">
                <Text size="xs" c="dimmed">
                  {authorName(author)} · <TimeAgo at={createdAt} />
                </Text>
                {changeNote ? <Text size="sm">{changeNote}</Text> : null}
                {from === undefined ? null : (
                  <Button size="compact-xs" variant="default" onClick={() => setBetween({ from, to: version })}>
                    What changed
                  </Button>
                )}
              </Stack>
            </Timeline.Item>
          );
        })}
      </Timeline>
      <Modal
        opened={between !== null}
        onClose={() => setBetween(null)}
        title={`From version ${between?.from ?? ""} to ${between?.to ?? ""}`}
        size="xl"
      >
        {between ? <Changes kind={kind} id={piece.id} between={between} /> : null}
      </Modal>
    </Panel>
  );
}

interface ChangesProps {
  kind: PieceKind;
  id: string;
  between: { from: number; to: number };
}

function Changes({ kind, id, between }: ChangesProps) {
  const changes = useChanges(kind, id, between);
  if (changes.isPending) return <TextSkeleton lines={6} />;
  if (!changes.data) return <ErrorBlock error={changes.error} onRetry={() => void changes.refetch()} />;
  const hunks = changes.data.hunks.map((hunk) => ({ ...hunk, field: placeName(hunk.field) }));
  if (hunks.length === 0) return <Text c="dimmed">The words are the same; pictures or places may differ.</Text>;
  return <DiffView hunks={hunks} />;
}
