"use client";
import { Stack } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import { useMemo } from "react";
import type { ApprovalItem, Risk } from "#schema/approval.ts";
import type { List } from "../api/use-list.ts";
import { type PortalName, pathsOf } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { TableSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import classes from "./approval-queue.module.css";
import { type ApprovalFilter, useApprovals } from "./queries.ts";

const risks: readonly { risk: Risk; title: string }[] = [
  { risk: "high", title: "High risk" },
  { risk: "medium", title: "Medium risk" },
  { risk: "low", title: "Low risk" },
];

/** Address of the page on which an approval is decided. */
export function approvalHref(portal: PortalName, item: ApprovalItem): string {
  const paths = pathsOf(portal, item.tenantId);
  if (item.kind === "blog_post") return paths.post(item.subject.id);
  return item.kind === "content_request" ? paths.request(item.subject.id) : paths.approval(item.id);
}

const stages: Record<ApprovalItem["stage"], string> = { dm: "Agency", client: "Client" };

function columnsFor(withClient: boolean): Column<ApprovalItem>[] {
  const client: Column<ApprovalItem> = { key: "client", header: "Client", cell: (item) => item.tenantName, width: 200 };
  return [
    { key: "subject", header: "Subject", cell: (item) => <Subject item={item} /> },
    ...(withClient ? [client] : []),
    { key: "stage", header: "Stage", cell: (item) => stages[item.stage], width: 90 },
    { key: "score", header: "Critic", cell: (item) => item.criticScore ?? "–", width: 70, align: "right" },
    { key: "waiting", header: "Waiting since", cell: (item) => <TimeAgo at={item.createdAt} />, width: 140 },
    { key: "expires", header: "Open until", cell: (item) => <TimeAgo at={item.expiresAt} />, width: 120 },
  ];
}

function Subject({ item }: { item: ApprovalItem }) {
  return (
    <span className={classes["subject"]}>
      <span className={classes["title"]}>{item.subject.title}</span>
      <span className={classes["facts"]}>
        {words(item.kind)} · v{item.subject.version}
        {item.quorum > 1 ? ` · ${item.have} of ${item.quorum} approved` : ""}
        {item.youMayDecide ? "" : ` · ${item.whyNot ?? "not yours to decide"}`}
      </span>
      {item.flags.length > 0 && (
        <span className={classes["flags"]}>
          {item.flags.map((flag) => (
            <StatusBadge key={flag} kind="flag" status={flag} size="sm" />
          ))}
        </span>
      )}
    </span>
  );
}

/** What waits for a decision, the riskiest first. */
export function ApprovalQueue({
  portal,
  filter = {},
  filtered = false,
}: {
  portal: PortalName;
  filter?: ApprovalFilter;
  filtered?: boolean;
}) {
  const list = useApprovals(portal, filter);
  const withClient = portal === "dm" && !filter.tenantId;
  const columns = useMemo(() => columnsFor(withClient), [withClient]);
  if (list.isPending) return <TableSkeleton label="Loading approvals" />;
  if (list.error)
    return <ErrorBlock error={list.error} title="The approvals could not be loaded." onRetry={list.refetch} />;
  if (list.items.length === 0) {
    return (
      <EmptyState
        icon={IconChecks}
        title={filtered ? "No match" : portal === "dm" ? "Queue is clear" : "Nothing waits for you"}
        text={
          filtered
            ? "No approval fits these filters."
            : "New drafts appear here by themselves as soon as they need a person."
        }
      />
    );
  }
  return (
    <Stack gap="lg">
      {risks.map(({ risk, title }) => {
        const group = groupOf(list, risk);
        if (group.items.length === 0) return null;
        return (
          <Panel key={risk} title={title} aside={<span className={classes["count"]}>{group.items.length}</span>} flush>
            <DataTable
              label={`${title} approvals`}
              list={group}
              columns={columns}
              rowKey={(item) => item.id}
              rowHref={(item) => approvalHref(portal, item)}
              empty={null}
            />
          </Panel>
        );
      })}
    </Stack>
  );
}

function groupOf(list: List<ApprovalItem>, risk: Risk): List<ApprovalItem> {
  return { ...list, items: list.items.filter((item) => item.risk === risk), hasMore: false };
}
