"use client";

import { Button, Select } from "@mantine/core";
import { IconMessageStar } from "@tabler/icons-react";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { CustomerReview } from "#schema/customer-review.ts";
import type { PortalName } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { beginning, words } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { StatusBadge, ToneBadge } from "../components/status-badge.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { useReviews } from "./queries.ts";
import classes from "./review.module.css";
import { ReviewDrawer } from "./review-drawer.tsx";
import { Stars } from "./stars.tsx";

const states = ["all", "new", "answered", "ignored", "removed"] as const;
const options = [
  { value: "all", label: "All" },
  { value: "new", label: "To answer" },
  { value: "answered", label: "Answered" },
  { value: "ignored", label: "Left unanswered" },
  { value: "removed", label: "Taken down" },
] as const;
const shown = 160;

const columns: Column<CustomerReview>[] = [
  {
    key: "review",
    header: "Review",
    cell: (review) => (
      <>
        <Stars rating={review.rating} />
        <span className={classes["words"]}>{beginning(review.body, shown) || "(no words)"}</span>
      </>
    ),
  },
  { key: "who", header: "By", width: 130, cell: ({ firstName }) => firstName ?? "–" },
  { key: "source", header: "At", width: 180, hideOnCard: true, cell: ({ source }) => words(source) },
  { key: "state", header: "Status", width: 170, cell: (review) => <State review={review} /> },
  { key: "at", header: "Written", width: 120, cell: ({ reviewedAt }) => <TimeAgo at={reviewedAt} /> },
];

/** What customers wrote of the client, and what is answered. */
export function ReviewsPage({ portal }: { portal: PortalName }) {
  const [{ status, rating, review }, setPlace] = useQueryStates({
    status: parseAsStringLiteral(states).withDefault("all"),
    rating: parseAsInteger,
    review: parseAsString,
  });
  const list = useReviews({ status: status === "all" ? null : status, rating });
  const isFiltered = status !== "all" || rating !== null;
  return (
    <>
      <PageHeader title="Reviews" lead="What customers wrote, and what is answered in your name." />
      <Panel flush>
        <FilterBar>
          <StatusTabs
            label="State"
            value={status}
            options={options}
            onChange={(value) => void setPlace({ status: value })}
          />
          <Select
            size="xs"
            aria-label="Stars"
            placeholder="Any stars"
            clearable
            data={[5, 4, 3, 2, 1].map((stars) => ({ value: String(stars), label: `${stars} of 5` }))}
            value={rating === null ? null : String(rating)}
            onChange={(value) => void setPlace({ rating: value === null ? null : Number(value) })}
          />
        </FilterBar>
        <DataTable
          label="Reviews"
          list={list}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void setPlace({ review: id })}
          empty={
            isFiltered ? (
              <EmptyState
                icon={IconMessageStar}
                title="No match"
                action={
                  <Button size="xs" variant="default" onClick={() => void setPlace({ status: null, rating: null })}>
                    Clear filters
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={IconMessageStar}
                title="Reviews will be listed here"
                text="They come by themselves once a Google Business Profile or a Facebook page is connected."
              />
            )
          }
        />
      </Panel>
      <ReviewDrawer portal={portal} id={review} onClose={() => void setPlace({ review: null })} />
    </>
  );
}

function State({ review: { status, response, flags } }: { review: CustomerReview }) {
  if (flags.length > 0 && status === "new") return <ToneBadge tone="failed">{flags.map(words).join(", ")}</ToneBadge>;
  if (status === "new" && response) return <StatusBadge kind="answer" status={response.status} />;
  return <StatusBadge kind="review" status={status} />;
}
