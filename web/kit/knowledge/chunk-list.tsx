"use client";

import { Button, Center, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { FileChunk } from "#schema/dataset.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import classes from "./chunk-list.module.css";
import { useFileChunks } from "./queries.ts";

interface ChunkListProps {
  fileId: string;
  /** The cited passage: scrolled to and marked. */
  highlighted: string | null;
}

/** The passages of a file in reading order. Goes on loading until the highlighted one is found. */
export function ChunkList({ fileId, highlighted }: ChunkListProps) {
  const list = useFileChunks(fileId);
  const isFound = list.items.some((chunk) => chunk.id === highlighted);
  const mustGoOn = highlighted !== null && !isFound && list.hasMore && !list.isLoadingMore;
  const { loadMore } = list;
  useEffect(() => {
    if (mustGoOn) loadMore();
  }, [mustGoOn, loadMore]);

  if (list.isPending) {
    return (
      <div className={classes["pad"]}>
        <TextSkeleton lines={8} />
      </div>
    );
  }
  if (list.error) return <ErrorBlock error={list.error} onRetry={list.refetch} />;
  if (list.items.length === 0) return <EmptyState title="Passages appear here once the file has been read." />;
  return (
    <>
      <ol className={classes["list"]}>
        {list.items.map((chunk) => (
          <Chunk key={chunk.id} chunk={chunk} isHighlighted={chunk.id === highlighted} />
        ))}
      </ol>
      {list.hasMore ? (
        <Center p="md">
          <Button variant="default" size="xs" onClick={list.loadMore} loading={list.isLoadingMore}>
            Load more
          </Button>
        </Center>
      ) : null}
    </>
  );
}

function Chunk({ chunk, isHighlighted }: { chunk: FileChunk; isHighlighted: boolean }) {
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!isHighlighted) return;
    place.current?.scrollIntoView({ block: "center" });
    place.current?.focus({ preventScroll: true });
  }, [isHighlighted]);
  return (
    <li
      ref={place}
      id={chunk.id}
      className={classes["chunk"]}
      {...(isHighlighted ? { "data-highlighted": true, tabIndex: -1, "aria-label": "The cited passage" } : {})}
    >
      <span className={classes["number"]}>{chunk.seq + 1}</span>
      <div className={classes["words"]}>
        <Text size="xs" c="dimmed">
          {[chunk.headingPath, chunk.page === null ? null : `page ${chunk.page}`, `${chunk.tokens} tokens`]
            .filter(Boolean)
            .join(" · ")}
        </Text>
        <p className={classes["text"]}>{chunk.text}</p>
      </div>
    </li>
  );
}
