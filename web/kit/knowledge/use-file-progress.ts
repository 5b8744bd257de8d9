"use client";

import { useState } from "react";
import { useLive } from "../live/live-provider.tsx";

export interface FileProgress {
  done: number;
  total: number;
}

/** How far the reading of files has come, as the live stream tells: file id -> passages done of total. */
export function useFileProgress(): ReadonlyMap<string, FileProgress> {
  const [progress, setProgress] = useState<ReadonlyMap<string, FileProgress>>(new Map());
  useLive(["dataset_file:updated"], ({ facts }) => {
    const { id, done, total } = facts;
    if (typeof id !== "string" || typeof done !== "number" || typeof total !== "number") return;
    setProgress((present) => new Map(present).set(id, { done, total }));
  });
  return progress;
}
