"use client";

import { useList } from "#kit/api/use-list.ts";
import type { BlogListItem } from "#schema/blog.ts";

interface BlogFilter {
  status: readonly string[];
  q: string;
  sort: string;
}

export function useBlogPosts(filter: BlogFilter) {
  return useList<BlogListItem>("/tenant/v1/blog-posts", { status: filter.status, q: filter.q, sort: filter.sort });
}
