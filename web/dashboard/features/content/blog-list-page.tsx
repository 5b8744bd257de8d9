"use client";

import { Button, Select } from "@mantine/core";
import { IconArticle } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { count } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { BlogListItem } from "#schema/blog.ts";
import { blogTabNames, blogTabs, statusesOf } from "./blog-tabs.ts";
import { useBlogPosts } from "./queries.ts";

const sorts = ["-updatedAt", "-createdAt", "title"] as const;
const sortOptions = [
  { value: "-updatedAt", label: "Changed last" },
  { value: "-createdAt", label: "Newest" },
  { value: "title", label: "Title" },
];

const columns: Column<BlogListItem>[] = [
  { key: "title", header: "Title", cell: (post) => post.title },
  { key: "status", header: "Status", width: 170, cell: (post) => <StatusBadge kind="blog" status={post.status} /> },
  { key: "keyword", header: "Keyword", cell: (post) => post.targetKeyword },
  { key: "words", header: "Words", width: 80, align: "right", hideOnCard: true, cell: (post) => count(post.wordCount) },
  {
    key: "score",
    header: "Score",
    width: 80,
    align: "right",
    hideOnCard: true,
    cell: (post) => post.brandScore ?? "–",
  },
  {
    key: "published",
    header: "Published",
    width: 130,
    hideOnCard: true,
    cell: (post) => <TimeAgo at={post.publishedAt} />,
  },
  { key: "changed", header: "Changed", width: 140, cell: (post) => <TimeAgo at={post.updatedAt} /> },
];

/** All blog posts of the client. */
export function BlogListPage() {
  const [{ tab, q, sort }, setFilter] = useQueryStates({
    tab: parseAsStringLiteral(blogTabNames).withDefault("all"),
    q: parseAsString.withDefault(""),
    sort: parseAsStringLiteral(sorts).withDefault("-updatedAt"),
  });
  const list = useBlogPosts({ status: statusesOf(tab), q, sort });
  const isFiltered = tab !== "all" || q !== "";
  return (
    <>
      <PageHeader title="Blog" lead="Every post from first draft to published page." />
      <Panel flush>
        <FilterBar
          q={q}
          onQ={(text) => void setFilter({ q: text === "" ? null : text })}
          placeholder="Filter by title or keyword"
        >
          <StatusTabs
            label="Status"
            value={tab}
            options={blogTabs}
            onChange={(value) => void setFilter({ tab: value })}
          />
          <Select
            aria-label="Sort by"
            data={sortOptions}
            value={sort}
            allowDeselect={false}
            w={150}
            ml="auto"
            onChange={(value) => void setFilter({ sort: sorts.find((one) => one === value) ?? null })}
          />
        </FilterBar>
        <DataTable
          label="Blog posts"
          list={list}
          columns={columns}
          rowKey={(post) => post.id}
          rowHref={(post) => `/content/blog/${post.id}`}
          empty={
            isFiltered ? (
              <EmptyState
                icon={IconArticle}
                title="No match"
                action={
                  <Button variant="default" onClick={() => void setFilter({ q: null, tab: null })}>
                    Clear filters
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={IconArticle}
                title="Posts appear after the brief"
                text="Ask for a post; once the idea is approved, the agents begin."
                action={
                  <Button component={Link} href="/requests/new">
                    Ask for a post
                  </Button>
                }
              />
            )
          }
        />
      </Panel>
    </>
  );
}
