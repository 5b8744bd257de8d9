"use client";
import type { AgentMemory, MemoryWords, PointChoice } from "#schema/memory.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";

const path = "/tenant/v1/agent-memories";

/** A point of a memory, or all of it. */
export interface Chosen extends PointChoice {
  id: string;
}

/** What the agents have learned of the client. */
export function useMemories() {
  return useApi<{ items: AgentMemory[] }>(path);
}

/** Takes away one point. */
export function useForget(onSuccess: (chosen: Chosen) => void) {
  return useAction(
    ({ id, point }: Chosen) => api.delete(`${path}/${id}${point ? `?point=${encodeURIComponent(point)}` : ""}`),
    { invalidates: [path], onSuccess: (_, chosen) => onSuccess(chosen) },
  );
}

/** Takes away all that one agent has learned. */
export function useClear(onDone: () => void) {
  return useAction((agent: string) => api.delete(`${path}?agent=${encodeURIComponent(agent)}`), {
    invalidates: [path],
    success: "Removed. You can bring each of it back below.",
    onSuccess: onDone,
  });
}

/** Brings back what was taken away. */
export function useBringBack() {
  return useAction(
    ({ id, point }: Chosen, idempotencyKey) =>
      api.post<AgentMemory>(`${path}/${id}/restore`, point ? { point } : {}, { idempotencyKey }),
    { invalidates: [path], success: "Back again. It counts from the next run." },
  );
}

/** Puts a point into a person's words. */
export function useWord(onDone: () => void) {
  return useAction(
    ({ id, rowVersion, ...words }: MemoryWords & { id: string; rowVersion: number }) =>
      api.patch<AgentMemory>(`${path}/${id}`, words, { rowVersion }),
    { quiet: true, invalidates: [path], success: "Saved. It counts from the next run.", onSuccess: onDone },
  );
}
