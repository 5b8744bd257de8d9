"use client";
import { Alert, Anchor, Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconExternalLink, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import type { BlogPost, PublishAttempt } from "#schema/blog.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { useRights } from "../auth/session.ts";
import { useChannels } from "../channels/queries.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { MarkPublished } from "./mark-published.tsx";
import type { PortalName } from "./paths.ts";
import { PublishSteps } from "./publish-steps.tsx";
import { postPath } from "./queries.ts";
import { UnknownOutcome } from "./unknown-outcome.tsx";

const notYet: Partial<Record<BlogPost["status"], string>> = {
  drafting: "The post is still being written.",
  dm_review: "The agency reviews it first, then you decide.",
  client_review: "It can go out once the client has approved it.",
  rejected: "Changes were asked for; a new version comes first.",
};

/** Publishing of a post: what was tried and seen at the website, and what can be done next. */
export function PublishPanel({ post, portal }: { post: BlogPost; portal: PortalName }) {
  const attempt = post.publish;
  return (
    <Stack gap="md">
      {post.publishedUrl && (
        <Alert color="green" title="The post is live">
          <Anchor
            href={post.publishedUrl}
            target="_blank"
            rel="noreferrer"
            size="sm"
            style={{ overflowWrap: "anywhere" }}
          >
            {post.publishedUrl} <IconExternalLink size={13} aria-label="(opens in a new tab)" />
          </Anchor>
        </Alert>
      )}
      {attempt?.status === "unknown" && portal === "dashboard" && (
        <Text size="sm">
          The website did not answer clearly. Your agency checks whether the post is there; nothing is sent twice.
        </Text>
      )}
      {attempt && <Attempt attempt={attempt} />}
      {post.mayPublish && <PublishNow post={post} again={post.status === "publish_failed"} />}
      {post.mayPublish && post.status === "client_approved" && <MarkPublished post={post} />}
      {!attempt && !post.mayPublish && !post.publishedUrl && (
        <EmptyState
          compact
          icon={IconSend}
          title="Nothing has been sent yet"
          text={notYet[post.status] ?? "Each step of the publishing shows here."}
        />
      )}
    </Stack>
  );
}

/** One attempt to send something: how it stands, what was seen at the other side, and saying what nobody could find out. */
export function Attempt({ attempt }: { attempt: PublishAttempt }) {
  const { can } = useRights();
  return (
    <Stack gap="sm">
      {attempt.status === "unknown" && can("publish_attempt.decide") && <UnknownOutcome attempt={attempt} />}
      <Group justify="space-between">
        <StatusBadge kind="publish" status={attempt.status} />
        <Text size="xs" c="dimmed">
          v{attempt.version} to {attempt.channelName} as {attempt.mode === "draft" ? "draft" : "public post"} ·{" "}
          <TimeAgo at={attempt.createdAt} />
        </Text>
      </Group>
      {attempt.errorMessage && (
        <Text size="sm" role="status">
          {attempt.errorMessage}{" "}
          <Text span inherit ff="monospace" size="xs" c="dimmed">
            {attempt.errorCode}
          </Text>
        </Text>
      )}
      {attempt.status === "unknown" && attempt.lookAt && (
        <Text size="sm" c="dimmed">
          The website is asked again <TimeAgo at={attempt.lookAt} />.
        </Text>
      )}
      <Group gap="md">
        {attempt.externalUrl && (
          <Anchor href={attempt.externalUrl} target="_blank" rel="noreferrer" size="sm">
            Open the post <IconExternalLink size={13} aria-label="(opens in a new tab)" />
          </Anchor>
        )}
        {attempt.editUrl && (
          <Anchor href={attempt.editUrl} target="_blank" rel="noreferrer" size="sm">
            Edit on the website <IconExternalLink size={13} aria-label="(opens in a new tab)" />
          </Anchor>
        )}
      </Group>
      <PublishSteps attempt={attempt} />
    </Stack>
  );
}

function PublishNow({ post, again }: { post: BlogPost; again: boolean }) {
  const channels = useChannels();
  const usable = channels.data?.items.filter((channel) => channel.status === "connected") ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const channel = usable.find((item) => item.id === chosen) ?? usable[0];
  const publish = useAction(
    (input: { channelId: string }, idempotencyKey) =>
      api.post<PublishAttempt>(`${postPath(post.id)}/publish`, input, { idempotencyKey }),
    {
      invalidates: ["/tenant/v1/blog-posts", "/tenant/v1/publish-attempts"],
      success: "On its way to the website.",
      onSuccess: () => setAsking(false),
    },
  );
  return (
    <Stack gap="xs">
      {usable.length > 1 && (
        <Select
          label="Where"
          allowDeselect={false}
          data={usable.map((item) => ({ value: item.id, label: item.name }))}
          value={channel?.id ?? null}
          onChange={setChosen}
        />
      )}
      <Button leftSection={<IconSend size={16} aria-hidden />} disabled={!channel} onClick={() => setAsking(true)}>
        {again ? "Publish again…" : "Publish…"}
      </Button>
      {channels.data && !channel && (
        <Text size="sm" c="dimmed">
          No website is connected. Connect one, or publish by hand and mark the post as published.
        </Text>
      )}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => channel && publish.mutate({ channelId: channel.id })}
        title={channel?.mode === "draft" ? "Send as draft?" : "Publish this post?"}
        confirmLabel={channel?.mode === "draft" ? "Send draft" : "Publish"}
        isBusy={publish.isPending}
      >
        “{post.title}”, version {post.version}, goes to {channel?.name ?? "the website"}
        {channel?.url ? ` (${channel.url})` : ""}{" "}
        {channel?.mode === "draft" ? "as a draft that the public cannot see yet" : "and is public at once"}.
      </ConfirmDialog>
    </Stack>
  );
}
