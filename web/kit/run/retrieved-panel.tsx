"use client";
import { Anchor, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconSearch } from "@tabler/icons-react";
import Link from "next/link";
import type { Retrieval, RetrievalHit } from "#schema/run.ts";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { passagePlace } from "../blog/support.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { ToneBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { useRetrievals } from "./queries.ts";
import classes from "./retrieved.module.css";

const modes: Record<Retrieval["mode"], string> = { hybrid: "meaning and words", dense: "meaning", bm25: "words" };

/** What the agent looked up: each question with its hits, how they scored, and which ones the text was written from. */
export function RetrievedPanel({ activityId, portal }: { activityId: string; portal: PortalName }) {
  const retrievals = useRetrievals(activityId);
  if (retrievals.isPending) return <TextSkeleton lines={8} />;
  if (retrievals.isError) return <ErrorBlock error={retrievals.error} onRetry={() => void retrievals.refetch()} />;
  if (retrievals.data.items.length === 0) {
    return (
      <EmptyState
        compact
        icon={IconSearch}
        title="Nothing has been looked up yet"
        text="Each question to the knowledge base shows here with its hits."
      />
    );
  }
  return (
    <Stack gap="lg">
      {retrievals.data.items.map((retrieval) => (
        <Panel
          key={retrieval.id}
          title={`“${retrieval.query}”`}
          actions={
            retrieval.degraded ? <ToneBadge tone="attention">Words only: meaning search was down</ToneBadge> : undefined
          }
        >
          <Stack gap="sm">
            <Text size="xs" c="dimmed" className="lm-tabular">
              By {modes[retrieval.mode]} · {retrieval.hits.length} hits,{" "}
              {retrieval.hits.filter((hit) => hit.used).length} used · {retrieval.latencyMs} ms ·{" "}
              <TimeAgo at={retrieval.createdAt} />
            </Text>
            {retrieval.hits.map((hit) => (
              <HitCard key={hit.chunkId} hit={hit} portal={portal} />
            ))}
            {retrieval.hits.length === 0 && (
              <Text size="sm" c="dimmed">
                The knowledge base has nothing about this.
              </Text>
            )}
          </Stack>
        </Panel>
      ))}
    </Stack>
  );
}

function HitCard({ hit, portal }: { hit: RetrievalHit; portal: PortalName }) {
  const paths = usePaths(portal);
  const place = passagePlace(hit);
  const bars: [string, number | null][] = [
    ["Meaning", hit.dense],
    ["Words", hit.bm25],
    ["Recency", hit.recency],
    ["Importance", hit.importance],
    ["Final", hit.score],
  ];
  return (
    <article className={classes["hit"]} data-used={hit.used || undefined}>
      <div className={classes["hitWords"]}>
        <Group gap="xs" mb={4}>
          <Text size="xs" c="dimmed" className="lm-tabular">
            {hit.rank}
          </Text>
          <Anchor component={Link} href={paths.file(hit.fileId, hit.chunkId)} size="sm" fw={600}>
            {hit.fileTitle}
          </Anchor>
          {place !== "" && (
            <Text size="xs" c="dimmed">
              {place}
            </Text>
          )}
          {hit.used && (
            <span className={classes["used"]}>
              <IconCheck size={12} aria-hidden /> Used
            </span>
          )}
        </Group>
        <p className={classes["text"]}>{hit.text}</p>
      </div>
      <dl className={classes["bars"]}>
        {bars.map(([name, value]) => (
          <div key={name} className={classes["bar"]} data-final={name === "Final" || undefined}>
            <dt>{name}</dt>
            <dd className="lm-tabular">{value === null ? "–" : value.toFixed(2)}</dd>
            <span className={classes["track"]} aria-hidden>
              <span style={{ width: `${Math.round(Math.min(1, Math.max(0, value ?? 0)) * 100)}%` }} />
            </span>
          </div>
        ))}
      </dl>
    </article>
  );
}
