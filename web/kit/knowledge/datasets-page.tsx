"use client";

import { SimpleGrid, Text } from "@mantine/core";
import { IconBooks } from "@tabler/icons-react";
import Link from "next/link";
import type { Dataset } from "#schema/dataset.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { count, fileSize, words } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { CardsSkeleton } from "../components/skeletons.tsx";
import { ToneBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import classes from "./datasets-page.module.css";
import { knowledgePaths } from "./paths.ts";
import { useDatasets } from "./queries.ts";

/** What agents know about the client: its datasets. */
export function DatasetsPage({ base }: { base: string }) {
  const datasets = useDatasets();
  const paths = knowledgePaths(base);
  return (
    <>
      <PageHeader
        title="Knowledge base"
        lead="What the agents read before they write. Every citation leads back to a passage in here."
      />
      {datasets.isPending ? <CardsSkeleton cards={2} /> : null}
      {datasets.error && !datasets.data ? (
        <ErrorBlock error={datasets.error} onRetry={() => void datasets.refetch()} />
      ) : null}
      {datasets.data?.items.length === 0 ? (
        <EmptyState
          icon={IconBooks}
          title="Upload what agents should know"
          text="Datasets appear here as soon as the workspace has one."
        />
      ) : null}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {datasets.data?.items.map((dataset) => (
          <DatasetCard key={dataset.id} dataset={dataset} href={paths.dataset(dataset.id)} />
        ))}
      </SimpleGrid>
    </>
  );
}

function DatasetCard({ dataset, href }: { dataset: Dataset; href: string }) {
  return (
    <Link href={href} className={classes["card"]}>
      <span className={classes["head"]}>
        <span className={classes["name"]}>{dataset.name}</span>
        <ToneBadge tone={dataset.enabled ? "done" : "waiting"}>{dataset.enabled ? "In use" : "Off"}</ToneBadge>
      </span>
      {words(dataset.kind).toLowerCase() === dataset.name.toLowerCase() ? null : (
        <Text size="xs" c="dimmed" component="span">
          {words(dataset.kind)}
        </Text>
      )}
      <span className={classes["figures"]}>
        <Figure value={count(dataset.fileCount)} name="files" />
        <Figure value={count(dataset.chunkCount)} name="passages" />
        <Figure value={fileSize(dataset.bytes)} name="size" />
      </span>
      <Text size="xs" c="dimmed" component="span">
        Changed <TimeAgo at={dataset.updatedAt} /> · {dataset.embeddingModel}
      </Text>
    </Link>
  );
}

function Figure({ value, name }: { value: string; name: string }) {
  return (
    <span>
      <span className={classes["value"]}>{value}</span>
      <span className={classes["unit"]}>{name}</span>
    </span>
  );
}
