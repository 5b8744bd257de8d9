"use client";

import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconArticle, IconMessage } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useChannels } from "#kit/channels/queries.ts";
import { CopyId } from "#kit/components/copy-id.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { count, shortDate, words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { ContentRequest } from "#schema/request.ts";
import { EditRequest } from "./edit-request.tsx";
import { useRequest } from "./queries.ts";
import { RequestActions } from "./request-actions.tsx";
import { RequestActivities } from "./request-activities.tsx";
import classes from "./request-page.module.css";
import { RequestProgress } from "./request-progress.tsx";

/** One request: what was asked, how far it is, what became of it. */
export function RequestPage({ id }: { id: string }) {
  const request = useRequest(id);
  const [isEditing, setEditing] = useQueryState("edit", parseAsBoolean.withDefault(false));
  if (request.isPending) return <TextSkeleton />;
  if (!request.data) return <ErrorBlock error={request.error} onRetry={() => void request.refetch()} />;
  const { data } = request;
  return (
    <>
      <PageHeader
        title={data.topic}
        badge={<StatusBadge kind="request" status={data.status} />}
        lead={
          <>
            Asked by {data.requestedBy.name}, <TimeAgo at={data.createdAt} />
          </>
        }
        actions={<RequestActions request={data} onEdit={() => void setEditing(true)} />}
      />
      <Stack gap="lg">
        <RequestProgress status={data.status} />
        {data.decisionNote ? (
          <Alert
            color={data.status === "rejected" ? "red" : "petrol"}
            icon={<IconMessage aria-hidden />}
            title="Note from the decision"
          >
            {data.decisionNote}
          </Alert>
        ) : null}
        {isEditing && data.status === "draft" ? (
          <EditRequest request={data} onDone={() => void setEditing(null)} />
        ) : (
          <div className={classes["columns"]}>
            <Stack gap="lg">
              <Panel title="Notes for the writer">
                {data.brief ? (
                  <p className={classes["brief"]}>{data.brief}</p>
                ) : (
                  <Text c="dimmed">None were given.</Text>
                )}
              </Panel>
              <RequestActivities ids={data.activityIds} />
            </Stack>
            <Stack gap="lg">
              {data.blogPostId ? (
                <Button
                  component={Link}
                  href={`/content/blog/${data.blogPostId}`}
                  size="md"
                  leftSection={<IconArticle size={18} aria-hidden />}
                >
                  Open the post
                </Button>
              ) : null}
              {data.socialPostIds.map((postId, at) => (
                <Button
                  key={postId}
                  component={Link}
                  href={`/content/social/${postId}`}
                  variant="default"
                  leftSection={<IconArticle size={18} aria-hidden />}
                >
                  Open {data.socialPostIds.length > 1 ? `post ${at + 1}` : "the post"}
                </Button>
              ))}
              <Facts request={data} />
            </Stack>
          </div>
        )}
      </Stack>
    </>
  );
}

function Facts({ request }: { request: ContentRequest }) {
  return (
    <Panel title="Details">
      <dl className={classes["facts"]}>
        <dt>Audience</dt>
        <dd>{request.audience ?? "–"}</dd>
        {request.kind === "social_post" ? (
          <>
            <dt>Where</dt>
            <dd>{request.platforms.map(words).join(", ")}</dd>
            <dt>Form</dt>
            <dd>{request.format ? words(request.format) : "As usual there"}</dd>
          </>
        ) : (
          <BlogFacts request={request} />
        )}
        <dt>Wanted on</dt>
        <dd>{request.wantedOn ? shortDate(request.wantedOn) : "–"}</dd>
        <dt>Id</dt>
        <dd>
          <CopyId id={request.id} label="request id" />
        </dd>
      </dl>
    </Panel>
  );
}

function BlogFacts({ request }: { request: ContentRequest }) {
  const channel = useChannels().data?.items.find((one) => one.id === request.channelId);
  return (
    <>
      <dt>Keyword</dt>
      <dd>{request.targetKeyword ?? "–"}</dd>
      {request.targetUrl && (
        <>
          <dt>Page to improve</dt>
          <dd>{request.targetUrl}</dd>
        </>
      )}
      <dt>Length</dt>
      <dd>{request.wordCount ? `${count(request.wordCount)} words` : "–"}</dd>
      <dt>Channel</dt>
      <dd>{channel?.name ?? "–"}</dd>
    </>
  );
}
