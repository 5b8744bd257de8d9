"use client";

import type { z } from "zod";
import type { Dataset, DatasetFile, DatasetQuery, FileChunk } from "#schema/dataset.ts";
import type { RetrievalHit } from "#schema/run.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { useList } from "../api/use-list.ts";

const datasets = "/tenant/v1/datasets";
const files = "/tenant/v1/dataset-files";
const stale = [datasets, files];

export function useDatasets() {
  return useApi<{ items: Dataset[] }>(datasets);
}

export function useDataset(id: string | null) {
  return useApi<Dataset>(id === null ? null : `${datasets}/${id}`);
}

export function useDatasetFiles(datasetId: string, filter: { status?: string | undefined; q?: string | undefined }) {
  return useList<DatasetFile>(`${datasets}/${datasetId}/files`, filter);
}

export function useDatasetFile(id: string) {
  return useApi<DatasetFile>(`${files}/${id}`);
}

/** Passages of a file in reading order; `limit` up to 100. */
export function useFileChunks(id: string, limit = 100) {
  return useList<FileChunk>(`${files}/${id}/chunks`, {}, limit);
}

export type FileVerb = "enable" | "disable" | "reprocess";
const done: Record<FileVerb, string> = { enable: "Enabled", disable: "Disabled", reprocess: "Will be read again" };

export function useFileVerb() {
  return useAction<{ file: DatasetFile; verb: FileVerb }, DatasetFile>(
    ({ file, verb }, idempotencyKey) => api.post(`${files}/${file.id}/${verb}`, {}, { idempotencyKey }),
    { invalidates: stale, success: (_, { file, verb }) => `${done[verb]}: ${file.title}` },
  );
}

export function useRemoveFile(onSuccess?: () => void) {
  return useAction<DatasetFile, void>((file) => api.delete(`${files}/${file.id}`), {
    invalidates: stale,
    success: (_, file) => `Removed: ${file.title}`,
    ...(onSuccess ? { onSuccess } : {}),
  });
}

/** Fetches a short-lived address of the original and follows it. */
export function useDownloadFile() {
  return useAction<DatasetFile, { url: string }>((file) => api.get(`${files}/${file.id}/download`), {
    onSuccess: ({ url }) => window.location.assign(url),
  });
}

export type Question = z.infer<typeof DatasetQuery>;

export interface QueryResult {
  hits: RetrievalHit[];
  retrievalLogId: string;
  degraded: boolean;
  tookMs: number;
}

/** Asks the knowledge base as an agent would. */
export function useAskDatasets() {
  return useAction<Question, QueryResult>(
    (query, idempotencyKey) => api.post(`${datasets}/query`, query, { idempotencyKey }),
    { quiet: true },
  );
}
