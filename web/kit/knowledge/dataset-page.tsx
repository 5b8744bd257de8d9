"use client";

import { Tabs } from "@mantine/core";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { ErrorBlock } from "../components/error-block.tsx";
import { count, fileSize } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { FilesTable } from "./files-table.tsx";
import { knowledgePaths } from "./paths.ts";
import { useDataset } from "./queries.ts";
import { Sandbox } from "./sandbox.tsx";
import { UploadPanel } from "./upload-panel.tsx";

const tabs = ["files", "sandbox"] as const;

/** One dataset: its files with upload, and the retrieval sandbox. */
export function DatasetPage({ base, id }: { base: string; id: string }) {
  const dataset = useDataset(id);
  const paths = knowledgePaths(base);
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("files"));
  if (dataset.isPending) return <TextSkeleton />;
  if (!dataset.data) return <ErrorBlock error={dataset.error} onRetry={() => void dataset.refetch()} />;
  const { name, fileCount, chunkCount, bytes, mayUpload } = dataset.data;
  return (
    <>
      <PageHeader
        title={name}
        lead={`${count(fileCount)} files · ${count(chunkCount)} passages · ${fileSize(bytes)}`}
      />
      <Tabs value={tab} onChange={(value) => void setTab(value === "sandbox" ? "sandbox" : "files")}>
        <Tabs.List mb="md">
          <Tabs.Tab value="files">Files</Tabs.Tab>
          <Tabs.Tab value="sandbox">Try a question</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="files">
          <Panel flush>
            {mayUpload ? <UploadPanel datasetId={id} /> : null}
            <FilesTable datasetId={id} paths={paths} mayChange={mayUpload} />
          </Panel>
        </Tabs.Panel>
        <Tabs.Panel value="sandbox">
          <Sandbox datasetId={id} paths={paths} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
