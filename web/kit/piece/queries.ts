"use client";

import type { ContentVersion, DiffHunk, PublishAttempt } from "#schema/blog.ts";
import type { ReleaseInput } from "#schema/publish.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { useList } from "../api/use-list.ts";
import { type AnyPiece, kinds } from "./kinds.ts";
import type { PieceKind } from "./piece-kinds.ts";

export function usePieces(kind: PieceKind, status: string | null) {
  return useList<AnyPiece>(kinds[kind].path, { status });
}

export function usePiece(kind: PieceKind, id: string) {
  return useApi<AnyPiece>(`${kinds[kind].path}/${id}`);
}

/** All versions of a piece that were kept, newest first. */
export function useVersions(kind: PieceKind, id: string) {
  return useApi<{ items: ContentVersion[] }>(`${kinds[kind].path}/${id}/versions`);
}

/** What changed from one version to another, once they are chosen. */
export function useChanges(kind: PieceKind, id: string, between: { from: number; to: number } | null) {
  return useApi<{ hunks: DiffHunk[] }>(between ? `${kinds[kind].path}/${id}/diff` : null, between ?? {});
}

/** Sends an approved piece now, or plans when it goes out. */
export function useSend(kind: PieceKind, id: string, onDone: () => void) {
  const { path, send } = kinds[kind];
  return useAction<ReleaseInput, PublishAttempt>(
    (wish, idempotencyKey) => api.post(`${path}/${id}/${send?.verb}`, wish, { idempotencyKey }),
    {
      invalidates: [path, "/tenant/v1/publish-attempts"],
      success: (_, { at }) => (at ? "Planned" : "On its way"),
      onSuccess: onDone,
    },
  );
}

/** Takes a planned piece out of line. */
export function useUnschedule(kind: PieceKind, id: string) {
  const { path } = kinds[kind];
  return useAction<void, void>((_, idempotencyKey) => api.post(`${path}/${id}/unschedule`, {}, { idempotencyKey }), {
    invalidates: [path],
    success: "Taken out of line; it is approved as before",
  });
}
