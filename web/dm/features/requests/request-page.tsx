"use client";
import { Anchor, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";
import { useApi } from "#kit/api/query.tsx";
import { pathsOf } from "#kit/blog/paths.ts";
import { CommentPanel } from "#kit/comments/comment-panel.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { absoluteTime, shortDate, words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { ContentRequest } from "#schema/request.ts";
import { RequestDecision } from "./request-decision.tsx";

/** One request: what is asked, the decision about it, the conversation, and what came of it. */
export function RequestPage({ id }: { id: string }) {
  const request = useApi<ContentRequest>(`/tenant/v1/requests/${id}`);
  if (request.isPending) return <TextSkeleton lines={12} />;
  if (request.isError)
    return (
      <ErrorBlock
        error={request.error}
        title="The request could not be loaded."
        onRetry={() => void request.refetch()}
      />
    );
  return <Loaded request={request.data} />;
}

function Loaded({ request }: { request: ContentRequest }) {
  const paths = pathsOf("dm", request.tenantId);
  const facts: [string, ReactNode][] = [
    [
      "Client",
      <Anchor key="client" component={Link} href={`/t/${request.tenantId}`} inherit>
        {request.tenantName}
      </Anchor>,
    ],
    ["Audience", request.audience ?? "–"],
    ...(request.kind === "social_post" ? socialFacts(request) : blogFacts(request)),
    ["Wanted on", request.wantedOn === null ? "–" : shortDate(request.wantedOn)],
    ["Asked", absoluteTime(request.createdAt)],
  ];
  return (
    <>
      <PageHeader
        title={request.topic}
        badge={<StatusBadge kind="request" status={request.status} />}
        lead={
          <>
            Asked by {request.requestedBy.name} <TimeAgo at={request.createdAt} />
          </>
        }
        crumbs={[{ label: "Requests", href: "/requests" }]}
        actions={<RequestDecision request={request} />}
      />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Stack gap="lg">
          <Panel title="What is asked">
            <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
              {request.brief ?? "No brief was given; the topic says it all."}
            </Text>
            <Table mt="md" verticalSpacing={6} horizontalSpacing={0} withRowBorders={false}>
              <Table.Tbody>
                {facts.map(([name, value]) => (
                  <Table.Tr key={name}>
                    <Table.Th scope="row" w={130} fw={400} c="dimmed">
                      {name}
                    </Table.Th>
                    <Table.Td>{value}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Panel>
          {request.decisionNote !== null && (
            <Panel title="Note to the decision">
              <Text size="sm">{request.decisionNote}</Text>
            </Panel>
          )}
          <Panel title="What came of it">
            <Stack gap="xs">
              {request.blogPostId !== null && (
                <Anchor component={Link} href={paths.post(request.blogPostId)}>
                  Open the blog post
                </Anchor>
              )}
              {request.socialPostIds.map((postId, at) => (
                <Anchor key={postId} component={Link} href={paths.piece("social", postId)}>
                  Open post {at + 1}
                </Anchor>
              ))}
              {request.activityIds.map((activityId, index) => (
                <Anchor key={activityId} component={Link} href={paths.activity(activityId)} size="sm">
                  Step {index + 1} of the work
                </Anchor>
              ))}
              {request.blogPostId === null && request.activityIds.length === 0 && (
                <Text size="sm" c="dimmed">
                  Nothing yet. After the approval the agents begin by themselves.
                </Text>
              )}
            </Stack>
          </Panel>
        </Stack>
        <Panel title="Comments">
          <CommentPanel subjectType="content_request" subjectId={request.id} portal="dm" />
        </Panel>
      </SimpleGrid>
    </>
  );
}

function blogFacts(request: ContentRequest): [string, ReactNode][] {
  return [
    ["Keyword", request.targetKeyword ?? "–"],
    ...(request.targetUrl ? ([["Page to improve", request.targetUrl]] as [string, ReactNode][]) : []),
    ["Length", request.wordCount === null ? "–" : `${request.wordCount.toLocaleString("en")} words`],
  ];
}

function socialFacts({ platforms, format }: ContentRequest): [string, ReactNode][] {
  return [
    ["Where", platforms.map(words).join(", ")],
    ["Form", format ? words(format) : "As usual there"],
  ];
}
