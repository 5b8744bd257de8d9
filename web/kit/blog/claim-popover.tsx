"use client";
import { Button, CloseButton, Group, Paper, ScrollArea, Stack, Text } from "@mantine/core";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { StatusBadge } from "../components/status-badge.tsx";
import classes from "./article.module.css";
import type { PlacedClaim } from "./place-claims.ts";
import { SourcePassage } from "./source-passage.tsx";
import { supportLook } from "./support.ts";

interface Props {
  place: PlacedClaim;
  anchor: HTMLElement;
  pinned: boolean;
  frame: RefObject<HTMLElement | null>;
  fileHref(fileId: string, chunkId: string): string;
  onClose(): void;
  onEnter(): void;
  onLeave(): void;
  onMore(): void;
}

const widest = 420;

/** The source passages of one sentence, floating at the sentence inside the article's frame. */
export function ClaimPopover({ place, anchor, pinned, frame, fileHref, ...on }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState({ left: 0, top: 0, width: widest });
  const look = supportLook[place.claim.support];

  useLayoutEffect(() => {
    const outer = frame.current?.getBoundingClientRect();
    const height = box.current?.offsetHeight ?? 0;
    if (!outer) return;
    const lines = [...anchor.getClientRects()];
    const line = lines.at(-1) ?? anchor.getBoundingClientRect();
    const width = Math.min(widest, outer.width);
    const left = Math.max(0, Math.min(line.left - outer.left, outer.width - width));
    const first = lines[0] ?? line;
    const above = line.bottom + height + 90 > window.innerHeight && first.top - height - 70 > 0;
    setAt({ left, width, top: above ? first.top - outer.top - height - 8 : line.bottom - outer.top + 8 });
  }, [anchor, frame]);

  useEffect(() => {
    if (pinned) box.current?.focus({ preventScroll: true });
  }, [pinned]);

  return (
    <Paper
      ref={box}
      id="claim-popover"
      role="dialog"
      aria-label={`Sources of sentence ${place.number}`}
      tabIndex={-1}
      className={classes["popover"]}
      style={at}
      withBorder
      shadow="md"
      p="sm"
      onMouseEnter={on.onEnter}
      onMouseLeave={on.onLeave}
      onKeyDown={(event) => event.key === "Escape" && on.onClose()}
    >
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <Group gap="xs">
          <StatusBadge kind="claim" status={place.claim.support} size="sm" />
          <Text size="xs" c="dimmed">
            Sentence {place.number}
          </Text>
        </Group>
        {pinned && <CloseButton size="sm" aria-label="Close the sources" onClick={on.onClose} />}
      </Group>
      <ScrollArea.Autosize mah={280} type="auto">
        <Stack gap="xs">
          <Text size="sm">{place.claim.waiveNote ?? look.explain}</Text>
          {place.claim.sources.slice(0, 2).map((source) => (
            <SourcePassage key={source.chunkId} source={source} href={fileHref(source.fileId, source.chunkId)} />
          ))}
        </Stack>
      </ScrollArea.Autosize>
      <Button variant="subtle" size="compact-sm" mt="xs" onClick={on.onMore}>
        Show in Sources
      </Button>
    </Paper>
  );
}
