"use client";
import { Anchor } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import Link from "next/link";
import { approvalHref } from "#kit/approval/approval-queue.tsx";
import { useApprovals } from "#kit/approval/queries.ts";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TableSkeleton } from "#kit/components/skeletons.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import classes from "./mission.module.css";
import { WorkRow } from "./work-row.tsx";

const shownMax = 8;

/** Reviews that wait for the person, oldest first. */
export function ReviewsPanel() {
  const list = useApprovals("dm", {});
  const mine = list.items.filter((item) => item.youMayDecide).sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  return (
    <Panel
      title="Waiting for you"
      flush
      actions={
        <Anchor component={Link} href="/approvals" size="sm">
          All approvals
        </Anchor>
      }
    >
      {list.isPending && <TableSkeleton rows={3} />}
      {list.error !== null && <ErrorBlock error={list.error} onRetry={list.refetch} />}
      {!list.isPending && list.error === null && mine.length === 0 && (
        <EmptyState compact icon={IconChecks} title="Queue is clear" />
      )}
      <ul className={classes["list"]}>
        {mine.slice(0, shownMax).map((item) => (
          <WorkRow
            key={item.id}
            href={approvalHref("dm", item)}
            title={item.subject.title}
            facts={`${item.tenantName} · ${words(item.kind)} · v${item.subject.version}`}
            end={<TimeAgo at={item.createdAt} />}
          />
        ))}
      </ul>
    </Panel>
  );
}
