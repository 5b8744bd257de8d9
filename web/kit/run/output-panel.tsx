"use client";
import { Anchor, Group, Stack } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import Link from "next/link";
import type { Activity } from "#schema/activity.ts";
import { Article } from "../blog/article.tsx";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { useBlogPost } from "../blog/queries.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";

/** What came of an activity, as it stands now. */
export function OutputPanel({ activity, portal }: { activity: Activity; portal: PortalName }) {
  if (activity.subject?.type === "blog_post") return <PostOutput id={activity.subject.id} portal={portal} />;
  return (
    <EmptyState
      compact
      icon={IconFileText}
      title={activity.status === "done" ? "The result is used by the next step" : "No result yet"}
      text="The words of the agent are under Live."
    />
  );
}

function PostOutput({ id, portal }: { id: string; portal: PortalName }) {
  const post = useBlogPost(id);
  const paths = usePaths(portal);
  if (post.isPending) return <TextSkeleton lines={10} />;
  if (post.isError) return <ErrorBlock error={post.error} onRetry={() => void post.refetch()} />;
  if (post.data.body === "")
    return (
      <EmptyState compact icon={IconFileText} title="No result yet" text="The post appears here once it is written." />
    );
  return (
    <Panel
      title={`Version ${post.data.version}`}
      actions={
        <Group gap="sm">
          <StatusBadge kind="blog" status={post.data.status} size="sm" />
          <Anchor component={Link} href={paths.post(id)} size="sm">
            Open the post
          </Anchor>
        </Group>
      }
    >
      <Stack p="md">
        <Article
          title={post.data.title}
          body={post.data.body}
          excerpt={post.data.excerpt}
          language={post.data.language}
        />
      </Stack>
    </Panel>
  );
}
