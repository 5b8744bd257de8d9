"use client";

import { Group } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { ApprovalItem } from "#schema/approval.ts";
import { approvalLink } from "./approval-link.ts";
import { useApprovals } from "./queries.ts";

const states = ["pending", "approved", "rejected", "expired"] as const;
const options = [
  { value: "pending", label: "Waiting" },
  { value: "approved", label: "Approved" },
  { value: "rejected", label: "Rejected" },
  { value: "expired", label: "Expired" },
] as const;

const columns: Column<ApprovalItem>[] = [
  { key: "subject", header: "Subject", cell: (approval) => approval.subject.title },
  {
    key: "risk",
    header: "Risk and flags",
    cell: (approval) => (
      <Group gap={6}>
        <StatusBadge kind="risk" status={approval.risk} />
        {approval.flags.map((flag) => (
          <StatusBadge key={flag} kind="flag" status={flag} />
        ))}
      </Group>
    ),
  },
  { key: "kind", header: "Kind", width: 140, cell: (approval) => words(approval.kind) },
  {
    key: "version",
    header: "Version",
    width: 80,
    align: "right",
    hideOnCard: true,
    cell: (approval) => approval.subject.version,
  },
  {
    key: "quorum",
    header: "Approved by",
    width: 110,
    hideOnCard: true,
    cell: (approval) => `${approval.have} of ${approval.quorum}`,
  },
  { key: "since", header: "Waiting since", width: 140, cell: (approval) => <TimeAgo at={approval.createdAt} /> },
  { key: "expires", header: "Expires", width: 130, cell: (approval) => <TimeAgo at={approval.expiresAt} /> },
];

/** The queue of decisions. */
export function ApprovalsPage() {
  const [status, setStatus] = useQueryState("status", parseAsStringLiteral(states).withDefault("pending"));
  const list = useApprovals(status);
  return (
    <>
      <PageHeader title="Approvals" lead="Nothing goes out before you have said yes." />
      <Panel flush>
        <FilterBar>
          <StatusTabs label="Status" value={status} options={options} onChange={(value) => void setStatus(value)} />
        </FilterBar>
        <DataTable
          label="Approvals"
          list={list}
          columns={columns}
          rowKey={(approval) => approval.id}
          rowHref={approvalLink}
          empty={
            <EmptyState
              icon={IconCircleCheck}
              title={status === "pending" ? "Nothing waits for you" : "No decisions of this kind"}
              text={
                status === "pending"
                  ? "When your agency has passed a post, it comes here for your decision."
                  : undefined
              }
            />
          }
        />
      </Panel>
    </>
  );
}
