"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import type { BlogPost, Claim, ContentVersion, DiffHunk } from "#schema/blog.ts";
import type { ContentAudit } from "#schema/content-quality.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { words } from "../components/format.ts";
import { type PlacedClaim, placeClaims } from "./place-claims.ts";

/** Where a post lives in the API. */
export function postPath(id: string): string {
  return `/tenant/v1/blog-posts/${id}`;
}

/** The post with its approval, critic's result and last publishing. */
export function useBlogPost(id: string): UseQueryResult<BlogPost> {
  return useApi<BlogPost>(postPath(id), {}, { staleTime: 0 });
}

/** The post's factual sentences with their places in the body, in reading order. */
export function usePlacedClaims(post: BlogPost | undefined) {
  const query = useApi<{ items: Claim[] }>(post ? `${postPath(post.id)}/claims` : null);
  const claims = query.data?.items;
  const body = post?.body;
  const placed = useMemo<readonly PlacedClaim[]>(
    () => (body !== undefined && claims ? placeClaims(body, claims) : []),
    [body, claims],
  );
  return { query, placed };
}

/** The last audits of the post, newest first. */
export function useBlogAudits(id: string | null): UseQueryResult<{ items: ContentAudit[] }> {
  return useApi<{ items: ContentAudit[] }>(id === null ? null : `${postPath(id)}/audits`);
}

/** Has the published post audited. */
export function useOrderAudit(id: string, success: string) {
  return useAction<void, { items: ContentAudit[] }>(
    (_, idempotencyKey) => api.post(`${postPath(id)}/audit`, {}, { idempotencyKey }),
    { invalidates: [postPath(id)], success },
  );
}

/** All versions, newest first. */
export function useVersions(id: string): UseQueryResult<{ items: ContentVersion[] }> {
  return useApi<{ items: ContentVersion[] }>(`${postPath(id)}/versions`);
}

/** Word by word difference of two versions; waits while one is not chosen. */
export function useDiff(id: string, from: number | null, to: number | null): UseQueryResult<{ hunks: DiffHunk[] }> {
  const ready = from !== null && to !== null && from !== to;
  return useApi<{ hunks: DiffHunk[] }>(ready ? `${postPath(id)}/diff` : null, { from, to });
}

/** An author as people read it: agents carry technical names. */
export function authorName(author: ContentVersion["author"]): string {
  return author.kind === "agent" ? words(author.name) : author.name;
}
