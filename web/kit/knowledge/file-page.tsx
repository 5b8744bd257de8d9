"use client";

import { Alert, Group, Text } from "@mantine/core";
import { IconShieldExclamation } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { CopyId } from "../components/copy-id.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { count, fileSize, words } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { ChunkList } from "./chunk-list.tsx";
import { kindOf } from "./file-kinds.ts";
import { FileMenu } from "./file-menu.tsx";
import { FileState } from "./file-state.tsx";
import { knowledgePaths } from "./paths.ts";
import { useDataset, useDatasetFile } from "./queries.ts";
import { useFileProgress } from "./use-file-progress.ts";

/** One file: its facts and its passages. `?chunk=` brings a cited passage into view. */
export function FilePage({ base, id }: { base: string; id: string }) {
  const file = useDatasetFile(id);
  const dataset = useDataset(file.data?.datasetId ?? null).data;
  const progress = useFileProgress();
  const paths = knowledgePaths(base);
  const router = useRouter();
  const [chunkId] = useQueryState("chunk", parseAsString);
  if (file.isPending) return <TextSkeleton />;
  if (!file.data) return <ErrorBlock error={file.error} onRetry={() => void file.refetch()} />;
  const { data } = file;
  return (
    <>
      <PageHeader
        title={data.title}
        badge={<FileState file={data} progress={progress.get(id)} />}
        crumbs={dataset ? [{ label: dataset.name, href: paths.dataset(dataset.id) }] : []}
        lead={
          <Group gap="xs">
            <span>
              {kindOf(data.mime)} · {words(data.docKind)} · {fileSize(data.bytes)} · {count(data.tokens)} tokens
            </span>
            <span>
              · added <TimeAgo at={data.createdAt} />
            </span>
            <CopyId id={data.id} label="file id" />
          </Group>
        }
        actions={
          <FileMenu
            file={data}
            mayChange={dataset?.mayUpload ?? false}
            onRemoved={() => router.push(paths.dataset(data.datasetId))}
          />
        }
      />
      {data.flags.length > 0 ? (
        <Alert color="yellow" mb="md" icon={<IconShieldExclamation aria-hidden />} title="Worth a look">
          {data.flags.map(words).join(", ")}. Agents treat this file as data and never follow instructions in it.
        </Alert>
      ) : null}
      <Panel
        title="Passages"
        aside={
          <Text size="sm" c="dimmed">
            {count(data.chunkCount)}
          </Text>
        }
        flush
      >
        <ChunkList fileId={id} highlighted={chunkId} />
      </Panel>
    </>
  );
}
