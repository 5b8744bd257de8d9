"use client";
import { Chip, Group, Stack, Text } from "@mantine/core";
import { IconQuote } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Claim } from "#schema/blog.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { statusLook } from "../components/status-tones.ts";
import { ClaimRow } from "./claim-row.tsx";
import classes from "./claims.module.css";
import type { PlacedClaim } from "./place-claims.ts";
import { countSupport, type Support, supportLook } from "./support.ts";

interface Props {
  postId: string;
  query: UseQueryResult<{ items: Claim[] }>;
  placed: readonly PlacedClaim[];
  activeId: string | null;
  mayWaive: boolean;
  fileHref(fileId: string, chunkId: string): string;
  onSelect(claimId: string | null): void;
}

const order = (Object.keys(supportLook) as Support[]).sort((a, b) => supportLook[a].rank - supportLook[b].rank);

/** Every factual sentence with its support, what needs a person first. */
export function SourcesPanel({ postId, query, placed, activeId, mayWaive, fileHref, onSelect }: Props) {
  const [only, setOnly] = useState<Support | null>(null);
  const counts = useMemo(() => countSupport(placed.map((place) => place.claim)), [placed]);
  const rows = useMemo(
    () =>
      placed
        .filter((place) => only === null || place.claim.support === only)
        .sort((a, b) => supportLook[a.claim.support].rank - supportLook[b.claim.support].rank || a.number - b.number),
    [placed, only],
  );
  if (query.isPending) return <TextSkeleton lines={8} />;
  if (query.isError)
    return (
      <ErrorBlock error={query.error} title="The sources could not be loaded." onRetry={() => void query.refetch()} />
    );
  if (placed.length === 0) {
    return (
      <EmptyState
        compact
        icon={IconQuote}
        title="No factual sentences yet"
        text="Every sentence that states a fact appears here with the passage it rests on."
      />
    );
  }
  return (
    <Stack gap="sm">
      <Group gap={6} role="group" aria-label="Show only">
        {order
          .filter((support) => counts[support] > 0)
          .map((support) => (
            <Chip key={support} size="xs" checked={only === support} onChange={(on) => setOnly(on ? support : null)}>
              {counts[support]} {statusLook("claim", support).word.toLowerCase()}
            </Chip>
          ))}
      </Group>
      <Text size="xs" c="dimmed">
        Support shows whether the knowledge base says it, not whether it is true.
      </Text>
      <ul className={classes["list"]}>
        {rows.map((place) => (
          <ClaimRow
            key={place.claim.id}
            postId={postId}
            place={place}
            isOpen={activeId === place.claim.id}
            mayWaive={mayWaive}
            fileHref={fileHref}
            onToggle={() => onSelect(activeId === place.claim.id ? null : place.claim.id)}
          />
        ))}
      </ul>
    </Stack>
  );
}
