"use client";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { BlogWorkbench } from "./blog-workbench.tsx";
import type { PortalName } from "./paths.ts";
import { useBlogPost } from "./queries.ts";

/** A blog post: read, checked against its sources, discussed, decided, published; in the DM portal also edited. */
export function BlogPage({ id, portal }: { id: string; portal: PortalName }) {
  const post = useBlogPost(id);
  if (post.isPending) return <TextSkeleton lines={14} />;
  if (!post.data)
    return <ErrorBlock error={post.error} title="The post could not be loaded." onRetry={() => void post.refetch()} />;
  return <BlogWorkbench key={post.data.id} post={post.data} portal={portal} />;
}
