"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { DatasetFile, UploadTicket } from "#schema/dataset.ts";
import { api } from "../api/client.ts";
import { asApiError } from "../api/error.ts";
import { useInvalidate } from "../api/use-invalidate.ts";
import { mimeOf, refusal } from "./file-kinds.ts";
import { putBytes } from "./put-bytes.ts";

export interface Upload {
  key: string;
  file: File;
  /** 0 to 1. */
  share: number;
  state: "sending" | "finishing" | "added" | "duplicate" | "failed";
  message: string | null;
}

interface Uploads {
  uploads: Upload[];
  add: (files: readonly File[]) => void;
  retry: (key: string) => void;
  dismiss: (key: string) => void;
}

async function sendOne(
  datasetId: string,
  file: File,
  change: (part: Partial<Upload>) => void,
  signal: AbortSignal,
): Promise<void> {
  const input = { purpose: "dataset", fileName: file.name, mime: mimeOf(file), bytes: file.size };
  const ticket = await api.post<UploadTicket>("/media/v1/uploads", input, { signal });
  await putBytes(ticket.url, ticket.headers, file, (share) => change({ share }), signal);
  change({ share: 1, state: "finishing" });
  await api.post(`/media/v1/uploads/${ticket.uploadId}/complete`, {}, { signal });
  await api.post<{ items: DatasetFile[] }>(
    `/tenant/v1/datasets/${datasetId}/files`,
    { uploadIds: [ticket.uploadId] },
    { signal },
  );
}

/** Sends files into a dataset, each by itself: one refused file never holds up the others. */
export function useUploads(datasetId: string): Uploads {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const aborts = useRef(new Map<string, AbortController>());
  const invalidate = useInvalidate();

  const change = useCallback((key: string, part: Partial<Upload>) => {
    setUploads((present) => present.map((upload) => (upload.key === key ? { ...upload, ...part } : upload)));
  }, []);

  const start = useCallback(
    async (key: string, file: File) => {
      const abort = new AbortController();
      aborts.current.set(key, abort);
      try {
        await sendOne(datasetId, file, (part) => change(key, part), abort.signal);
        change(key, { state: "added", message: null });
        void invalidate("/tenant/v1/datasets");
      } catch (error) {
        const problem = asApiError(error);
        const isDuplicate = problem.code === "dataset.duplicate_file";
        change(key, { state: isDuplicate ? "duplicate" : "failed", message: problem.message });
      } finally {
        aborts.current.delete(key);
      }
    },
    [datasetId, change, invalidate],
  );

  const add = (files: readonly File[]): void => {
    const fresh = files.map((file): Upload => {
      const message = refusal(file);
      return { key: crypto.randomUUID(), file, share: 0, state: message ? "failed" : "sending", message };
    });
    setUploads((present) => [...fresh, ...present]);
    for (const upload of fresh) if (upload.state === "sending") void start(upload.key, upload.file);
  };
  const retry = (key: string): void => {
    const upload = uploads.find((one) => one.key === key);
    if (!upload || refusal(upload.file)) return;
    change(key, { state: "sending", share: 0, message: null });
    void start(key, upload.file);
  };
  const dismiss = (key: string): void => {
    aborts.current.get(key)?.abort();
    setUploads((present) => present.filter((upload) => upload.key !== key));
  };

  const isSending = uploads.some((upload) => upload.state === "sending" || upload.state === "finishing");
  useEffect(() => {
    if (!isSending) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isSending]);

  return { uploads, add, retry, dismiss };
}
