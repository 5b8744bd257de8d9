"use client";
import { Button, Collapse, Group, Stack, Text, Textarea, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { Claim } from "#schema/blog.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { StatusBadge } from "../components/status-badge.tsx";
import classes from "./claims.module.css";
import type { PlacedClaim } from "./place-claims.ts";
import { postPath } from "./queries.ts";
import { SourcePassage } from "./source-passage.tsx";
import { supportLook } from "./support.ts";

interface Props {
  postId: string;
  place: PlacedClaim;
  isOpen: boolean;
  mayWaive: boolean;
  fileHref(fileId: string, chunkId: string): string;
  onToggle(): void;
}

/** One factual sentence in the list: mark and words; opened, its passages and, for reviewers, "accept without source". */
export function ClaimRow({ postId, place, isOpen, mayWaive, fileHref, onToggle }: Props) {
  const { claim } = place;
  return (
    <li>
      <UnstyledButton
        className={classes["row"]}
        data-open={isOpen || undefined}
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        <Group justify="space-between" mb={4} wrap="nowrap">
          <Group gap={6}>
            <StatusBadge kind="claim" status={claim.support} size="sm" />
            <Text size="xs" c="dimmed" className="lm-tabular">
              {place.range ? `sentence ${place.number}` : "not in the text any more"}
            </Text>
          </Group>
          {isOpen ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
        </Group>
        <span className={classes["sentence"]}>{claim.text}</span>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <Stack gap="xs" px="sm" pt="xs" pb="sm">
          <Text size="sm" c="dimmed">
            {claim.waiveNote ?? supportLook[claim.support].explain}
          </Text>
          {claim.sources.map((source) => (
            <SourcePassage key={source.chunkId} source={source} href={fileHref(source.fileId, source.chunkId)} />
          ))}
          {mayWaive && (claim.support === "unsupported" || claim.support === "weak") && (
            <Waive postId={postId} claim={claim} />
          )}
        </Stack>
      </Collapse>
    </li>
  );
}

function Waive({ postId, claim }: { postId: string; claim: Claim }) {
  const [isAsking, setAsking] = useState(false);
  const [note, setNote] = useState("");
  const waive = useAction(
    (text: string) => api.post<Claim>(`${postPath(postId)}/claims/${claim.id}/waive`, { note: text }),
    {
      invalidates: [postPath(postId)],
      success: "The sentence is accepted without a source.",
      onSuccess: () => setAsking(false),
    },
  );
  if (!isAsking) {
    return (
      <Button variant="default" size="xs" onClick={() => setAsking(true)} style={{ alignSelf: "flex-start" }}>
        Accept without source…
      </Button>
    );
  }
  return (
    <Stack gap="xs">
      <Textarea
        label="Why is this sentence right?"
        description="The note is kept in the audit log."
        autosize
        minRows={2}
        maxLength={1_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button
          size="xs"
          loading={waive.isPending}
          disabled={note.trim().length < 10}
          onClick={() => waive.mutate(note.trim())}
        >
          Accept
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsking(false)}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
