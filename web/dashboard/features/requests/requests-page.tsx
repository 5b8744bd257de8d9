"use client";

import { Button } from "@mantine/core";
import { IconMessagePlus, IconPencilPlus } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useRights } from "#kit/auth/session.ts";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { shortDate, words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import type { ContentRequest } from "#schema/request.ts";
import { useRequests } from "./queries.ts";

const states = ["all", "draft", "submitted", "in_production", "fulfilled", "rejected", "cancelled"] as const;
const options = [
  { value: "all", label: "All" },
  { value: "draft", label: "Drafts" },
  { value: "submitted", label: "Submitted" },
  { value: "in_production", label: "In production" },
  { value: "fulfilled", label: "Fulfilled" },
  { value: "rejected", label: "Declined" },
  { value: "cancelled", label: "Cancelled" },
] as const;

const columns: Column<ContentRequest>[] = [
  {
    key: "topic",
    header: "Topic",
    cell: ({ topic, kind, platforms }) => (
      <TwoLines first={topic} second={kind === "social_post" ? platforms.map(words).join(", ") : "Blog post"} />
    ),
  },
  {
    key: "status",
    header: "Status",
    width: 170,
    cell: (request) => <StatusBadge kind="request" status={request.status} />,
  },
  { key: "by", header: "Asked by", width: 160, cell: (request) => request.requestedBy.name },
  {
    key: "wanted",
    header: "Wanted on",
    width: 120,
    cell: (request) => (request.wantedOn ? shortDate(request.wantedOn) : "–"),
  },
  { key: "result", header: "Result", width: 110, hideOnCard: true, cell: (request) => <Result request={request} /> },
  {
    key: "created",
    header: "Asked",
    width: 130,
    hideOnCard: true,
    cell: (request) => <TimeAgo at={request.createdAt} />,
  },
];

function Result({ request }: { request: ContentRequest }) {
  const [socialPostId] = request.socialPostIds;
  const href = request.blogPostId
    ? `/content/blog/${request.blogPostId}`
    : socialPostId
      ? `/content/social/${socialPostId}`
      : null;
  if (!href) return "–";
  return (
    <Button component={Link} href={href} size="compact-xs" variant="light">
      Open post
    </Button>
  );
}

/** Everything the client asked for. */
export function RequestsPage() {
  const [{ status, q }, setFilter] = useQueryStates({
    status: parseAsStringLiteral(states).withDefault("all"),
    q: parseAsString.withDefault(""),
  });
  const list = useRequests({ status: status === "all" ? undefined : status, q });
  const { can } = useRights();
  const isFiltered = status !== "all" || q !== "";
  const ask = can("request.create") ? (
    <Button component={Link} href="/requests/new" leftSection={<IconPencilPlus size={17} aria-hidden />}>
      New request
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title="Requests"
        lead="Ask for a post; your agency checks the idea, then the agents write."
        actions={ask}
      />
      <Panel flush>
        <FilterBar q={q} onQ={(text) => void setFilter({ q: text === "" ? null : text })} placeholder="Filter by topic">
          <StatusTabs
            label="Status"
            value={status}
            options={options}
            onChange={(value) => void setFilter({ status: value })}
          />
        </FilterBar>
        <DataTable
          label="Requests"
          list={list}
          columns={columns}
          rowKey={(request) => request.id}
          rowHref={(request) => `/requests/${request.id}`}
          empty={
            isFiltered ? (
              <EmptyState
                icon={IconMessagePlus}
                title="No match"
                action={
                  <Button variant="default" onClick={() => void setFilter({ q: null, status: null })}>
                    Clear filters
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={IconMessagePlus}
                title="Ask for a post"
                text="Your requests and what became of them will be listed here."
                action={ask}
              />
            )
          }
        />
      </Panel>
    </>
  );
}
