"use client";

import type { ResearchKind, ResearchNote, ResearchNoteDetail } from "#schema/research.ts";
import { useApi } from "../api/query.tsx";
import { useList } from "../api/use-list.ts";

const path = "/tenant/v1/research-notes";

/** What agents found out, the newest first. */
export function useNotes(kind: ResearchKind | null) {
  return useList<ResearchNote>(path, { kind });
}

export function useNote(id: string) {
  return useApi<ResearchNoteDetail>(`${path}/${id}`);
}
