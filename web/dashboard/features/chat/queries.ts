"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type { ChatMessage, ChatMode, ChatThread } from "#schema/chat.ts";
import type { ChatAction } from "#schema/chat-action.ts";

const path = "/tenant/v1/chat/threads";

export function useThreads() {
  return useList<ChatThread>(path);
}

export function useMessages(id: string) {
  return useList<ChatMessage>(`${path}/${id}/messages`);
}

export function useProposals(id: string) {
  return useApi<{ items: ChatAction[] }>(`${path}/${id}/actions`);
}

/** Asks in a conversation; without one, a new one of the mode begins. */
export function useAsk(threadId: string | null, onAsked: (threadId: string) => void) {
  return useAction<{ body: string; mode: ChatMode }, string>(
    async ({ body, mode }, idempotencyKey) => {
      const id = threadId ?? (await api.post<ChatThread>(path, { mode })).id;
      await api.post<ChatMessage>(`${path}/${id}/messages`, { body }, { idempotencyKey });
      return id;
    },
    { invalidates: [path], onSuccess: onAsked },
  );
}

export function useDecide(proposal: ChatAction) {
  return useAction<"confirm" | "decline", ChatAction>(
    (verb, idempotencyKey) =>
      api.post(
        `/tenant/v1/chat/actions/${proposal.id}/${verb}`,
        verb === "confirm" ? { contentHash: proposal.contentHash } : undefined,
        { idempotencyKey },
      ),
    { invalidates: [path, "/tenant/v1"], success: (_, verb) => (verb === "confirm" ? "Done" : "Left undone") },
  );
}
