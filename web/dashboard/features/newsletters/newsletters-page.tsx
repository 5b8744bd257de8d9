"use client";

import { Button } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { PieceItem } from "#schema/piece.ts";
import { useNewsletters } from "./queries.ts";

const states = ["all", "client_review", "approved", "sent", "failed"] as const;
const options = [
  { value: "all", label: "All" },
  { value: "client_review", label: "Your review" },
  { value: "approved", label: "Ready to send" },
  { value: "sent", label: "Sent" },
  { value: "failed", label: "Failed" },
] as const;

const columns: Column<PieceItem>[] = [
  { key: "title", header: "Subject", cell: ({ title }) => title },
  {
    key: "status",
    header: "Status",
    width: 190,
    cell: ({ status }) => <StatusBadge kind="newsletter" status={status} />,
  },
  { key: "version", header: "Version", width: 90, align: "right", hideOnCard: true, cell: ({ version }) => version },
  { key: "changed", header: "Changed", width: 150, cell: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
];

/** All newsletters of the client. */
export function NewslettersPage() {
  const [{ status }, setFilter] = useQueryStates({ status: parseAsStringLiteral(states).withDefault("all") });
  const list = useNewsletters(status === "all" ? undefined : status);
  return (
    <>
      <PageHeader
        title="Newsletters"
        lead="Written by the agents, decided by both sides, sent to the readers you choose."
        actions={
          <Button component={Link} href="/contacts" variant="default">
            Contacts
          </Button>
        }
      />
      <Panel flush>
        <FilterBar>
          <StatusTabs
            label="Status"
            value={status}
            options={options}
            onChange={(value) => void setFilter({ status: value })}
          />
        </FilterBar>
        <DataTable
          label="Newsletters"
          list={list}
          columns={columns}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/content/newsletters/${id}`}
          empty={
            <EmptyState
              icon={IconMail}
              title={status === "all" ? "No newsletter yet" : "No match"}
              text={
                status === "all"
                  ? "Newsletters of your monthly plan are listed here as soon as they are written."
                  : undefined
              }
            />
          }
        />
      </Panel>
    </>
  );
}
