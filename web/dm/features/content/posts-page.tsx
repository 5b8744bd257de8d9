"use client";
import { Group, MultiSelect, Select, TextInput } from "@mantine/core";
import { IconArticle, IconSearch } from "@tabler/icons-react";
import { debounce, parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { useActiveTenant } from "#kit/api/tenant-store.ts";
import { useList } from "#kit/api/use-list.ts";
import { pathsOf } from "#kit/blog/paths.ts";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { count } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { statusLook } from "#kit/components/status-tones.ts";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { type BlogListItem, BlogStatus } from "#schema/blog.ts";

const filters = {
  q: parseAsString.withDefault(""),
  status: parseAsArrayOf(parseAsString).withDefault([]),
  sort: parseAsString.withDefault("-updatedAt"),
};
const typingMs = 300;
const searchMin = 2;
const columns: Column<BlogListItem>[] = [
  { key: "title", header: "Title", cell: (row) => row.title },
  { key: "keyword", header: "Keyword", cell: (row) => row.targetKeyword, width: 170, hideOnCard: true },
  { key: "status", header: "Status", cell: (row) => <StatusBadge kind="blog" status={row.status} />, width: 170 },
  { key: "score", header: "Score", cell: (row) => row.brandScore ?? "–", width: 80, align: "right" },
  { key: "words", header: "Words", cell: (row) => count(row.wordCount), width: 90, align: "right", hideOnCard: true },
  { key: "updated", header: "Changed", cell: (row) => <TimeAgo at={row.updatedAt} />, width: 140 },
];

/** The client's blog posts. */
export function PostsPage() {
  const tenantId = useActiveTenant();
  const [filter, setFilter] = useQueryStates(filters);
  const list = useList<BlogListItem>("/tenant/v1/blog-posts", {
    ...filter,
    q: filter.q.trim().length < searchMin ? null : filter.q,
  });
  const paths = useMemo(() => pathsOf("dm", tenantId), [tenantId]);
  const isFiltered = filter.q !== "" || filter.status.length > 0;
  return (
    <>
      <PageHeader title="Blog" />
      <Panel flush>
        <Group gap="sm" p="sm">
          <TextInput
            size="xs"
            flex="1 1 12rem"
            maw={320}
            data-filter-box
            aria-label="Find a post"
            placeholder="Find a post"
            leftSection={<IconSearch size={14} aria-hidden />}
            defaultValue={filter.q}
            onChange={(event) =>
              void setFilter({ q: event.currentTarget.value }, { limitUrlUpdates: debounce(typingMs) })
            }
          />
          <MultiSelect
            size="xs"
            flex="1 1 8rem"
            maw={220}
            aria-label="Status"
            placeholder={filter.status.length === 0 ? "Any status" : ""}
            clearable
            data={BlogStatus.options.map((value) => ({ value, label: statusLook("blog", value).word }))}
            value={filter.status}
            onChange={(status) => void setFilter({ status })}
          />
          <Select
            size="xs"
            flex="1 1 8rem"
            maw={220}
            aria-label="Order"
            allowDeselect={false}
            data={[
              { value: "-updatedAt", label: "Last changed first" },
              { value: "-createdAt", label: "Newest first" },
              { value: "title", label: "By title" },
            ]}
            value={filter.sort}
            onChange={(sort) => void setFilter({ sort })}
          />
        </Group>
        <DataTable
          label="Blog posts"
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowHref={(row) => paths.post(row.id)}
          empty={
            <EmptyState
              icon={IconArticle}
              title={isFiltered ? "No match" : "No posts yet"}
              text={isFiltered ? "No post fits these filters." : "Posts appear here as soon as a request is approved."}
            />
          }
        />
      </Panel>
    </>
  );
}
