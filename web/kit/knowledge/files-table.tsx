"use client";

import { Button } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { DatasetFile } from "#schema/dataset.ts";
import type { Column } from "../components/data-table.tsx";
import { DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { count, fileSize } from "../components/format.ts";
import { StatusTabs } from "../components/status-tabs.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { kindOf } from "./file-kinds.ts";
import { FileMenu } from "./file-menu.tsx";
import { FileState } from "./file-state.tsx";
import type { knowledgePaths } from "./paths.ts";
import { useDatasetFiles } from "./queries.ts";
import { useFileProgress } from "./use-file-progress.ts";

const states = ["all", "ready", "processing", "failed", "disabled"] as const;
const stateOptions = [
  { value: "all", label: "All" },
  { value: "ready", label: "Ready" },
  { value: "processing", label: "Processing" },
  { value: "failed", label: "Failed" },
  { value: "disabled", label: "Disabled" },
] as const;

interface FilesTableProps {
  datasetId: string;
  paths: ReturnType<typeof knowledgePaths>;
  mayChange: boolean;
}

/** Files of a dataset with their live state. */
export function FilesTable({ datasetId, paths, mayChange }: FilesTableProps) {
  const [{ q, state }, setFilter] = useQueryStates({
    q: parseAsString.withDefault(""),
    state: parseAsStringLiteral(states).withDefault("all"),
  });
  const list = useDatasetFiles(datasetId, { q, status: state === "all" ? undefined : state });
  const progress = useFileProgress();
  const isFiltered = q !== "" || state !== "all";

  const columns: Column<DatasetFile>[] = [
    { key: "title", header: "Title", cell: (file) => file.title },
    {
      key: "state",
      header: "Status",
      width: "34%",
      cell: (file) => <FileState file={file} progress={progress.get(file.id)} />,
    },
    { key: "kind", header: "Kind", width: 100, cell: (file) => kindOf(file.mime) },
    { key: "size", header: "Size", width: 100, align: "right", hideOnCard: true, cell: (file) => fileSize(file.bytes) },
    {
      key: "chunks",
      header: "Passages",
      width: 90,
      align: "right",
      hideOnCard: true,
      cell: (file) => count(file.chunkCount),
    },
    { key: "added", header: "Added", width: 130, cell: (file) => <TimeAgo at={file.createdAt} /> },
    {
      key: "menu",
      header: "Actions",
      width: 70,
      align: "right",
      cell: (file) => <FileMenu file={file} mayChange={mayChange} />,
    },
  ];

  return (
    <>
      <FilterBar q={q} onQ={(text) => void setFilter({ q: text === "" ? null : text })} placeholder="Filter by title">
        <StatusTabs
          label="State"
          value={state}
          options={stateOptions}
          onChange={(value) => void setFilter({ state: value })}
        />
      </FilterBar>
      <DataTable
        label="Files"
        list={list}
        columns={columns}
        rowKey={(file) => file.id}
        rowHref={(file) => paths.file(file.id)}
        empty={
          isFiltered ? (
            <EmptyState
              icon={IconFileText}
              title="No match"
              action={
                <Button variant="default" onClick={() => void setFilter({ q: null, state: null })}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <EmptyState
              icon={IconFileText}
              title="Upload what agents should know"
              text="Brand voice, products, prices, case studies: agents cite what they find here."
            />
          )
        }
      />
    </>
  );
}
