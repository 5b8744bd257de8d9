"use client";
import { Button, Group, Stack, Text, Timeline } from "@mantine/core";
import { IconRobot, IconUser } from "@tabler/icons-react";
import { useState } from "react";
import type { BlogPost, ContentVersion } from "#schema/blog.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { authorName, postPath, useVersions } from "./queries.ts";

/** Who wrote which version and why; each can be compared with the present one and, by editors, restored. */
export function VersionsPanel({ post, onCompare }: { post: BlogPost; onCompare(from: number, to: number): void }) {
  const versions = useVersions(post.id);
  const [asked, setAsked] = useState<ContentVersion | null>(null);
  const restore = useAction(
    (version: number) => api.post<BlogPost>(`${postPath(post.id)}/versions/${version}/restore`),
    {
      invalidates: ["/tenant/v1/blog-posts"],
      success: (after, version) => `Version ${version} is back as version ${after.version}.`,
      onSuccess: () => setAsked(null),
    },
  );
  if (versions.isPending) return <TextSkeleton lines={6} />;
  if (versions.isError) return <ErrorBlock error={versions.error} onRetry={() => void versions.refetch()} />;
  return (
    <>
      <Timeline bulletSize={26} lineWidth={2} active={-1}>
        {versions.data.items.map((item) => (
          <Timeline.Item
            key={item.version}
            bullet={
              item.author.kind === "agent" ? <IconRobot size={14} aria-hidden /> : <IconUser size={14} aria-hidden />
            }
            title={`Version ${item.version}${item.version === post.version ? " · present" : ""}`}
          >
            <Stack gap={4}>
              <Text size="xs" c="dimmed">
                {authorName(item.author)} · <TimeAgo at={item.createdAt} />
              </Text>
              {item.changeNote && <Text size="sm">{item.changeNote}</Text>}
              {item.version !== post.version && (
                <Group gap="xs">
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() => {
                      onCompare(item.version, post.version);
                    }}
                  >
                    Compare
                  </Button>
                  {post.mayEdit && (
                    <Button size="compact-xs" variant="default" onClick={() => setAsked(item)}>
                      Restore…
                    </Button>
                  )}
                </Group>
              )}
            </Stack>
          </Timeline.Item>
        ))}
      </Timeline>
      <ConfirmDialog
        opened={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={() => asked && restore.mutate(asked.version)}
        title={`Restore version ${asked?.version ?? ""}?`}
        confirmLabel="Restore"
        isBusy={restore.isPending}
      >
        “{post.title}” becomes a new version with the text of version {asked?.version}. The present version{" "}
        {post.version} stays in the list. Approvals of the present version no longer count.
      </ConfirmDialog>
    </>
  );
}
