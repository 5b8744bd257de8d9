"use client";
import { IconChecks } from "@tabler/icons-react";
import { useState } from "react";
import { useApprovals } from "#kit/approval/queries.ts";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { ApprovalItem, BulkResult } from "#schema/approval.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { useApprovalCounts } from "./queries.ts";
import { QueueFilters, useQueueFilter } from "./queue-filters.tsx";
import { QueueTable } from "./queue-table.tsx";

/** What waits for a decision at all clients, by risk and kind; several of one risk are decided at once. */
export function ApprovalsPage() {
  const [filter] = useQueueFilter();
  const list = useApprovals("dm", filter);
  const counts = useApprovalCounts(filter.tenantId);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const items = list.items.filter(({ id }) => chosen.has(id));
  const waiting = counts.data?.items ?? [];
  const isFiltered =
    filter.tenantId !== null || filter.kind !== null || filter.risk !== null || filter.status !== "pending";
  const choose = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) on ? next.add(id) : next.delete(id);
    setChosen(next);
  };
  const keepRefused = (results: readonly BulkResult[]) => {
    const left = results.filter(({ ok }) => !ok);
    setRefused(new Map(left.map(({ id, error }) => [id, error?.message ?? "It could not be decided."])));
    setChosen(new Set(left.map(({ id }) => id)));
  };
  return (
    <>
      <PageHeader
        title="Approvals"
        lead={
          <Lead
            oldest={earliest(waiting.map((row) => row.oldestAt))}
            next={earliest(waiting.map((row) => row.nextExpiryAt))}
          />
        }
      />
      <QueueFilters counts={waiting} />
      <QueueTable
        list={{ ...list, items: list.items.toSorted(byRisk) }}
        withClient={filter.tenantId === null}
        chosen={chosen}
        risk={items[0]?.risk ?? null}
        refused={refused}
        onChoose={choose}
        empty={
          <EmptyState
            icon={IconChecks}
            title={isFiltered ? "No match" : "Queue is clear"}
            text={
              isFiltered
                ? "No approval fits these filters."
                : "New drafts appear here by themselves as soon as they need a person."
            }
          />
        }
      />
      <BulkBar items={items} onClear={() => choose([...chosen], false)} onDone={keepRefused} />
    </>
  );
}

function Lead({ oldest, next }: { oldest: string | null; next: string | null }) {
  if (oldest === null || next === null) return "Everything that waits for a decision, at all your clients.";
  return (
    <>
      The oldest came <TimeAgo at={oldest} />, the first runs out <TimeAgo at={next} />.
    </>
  );
}

function earliest(times: readonly string[]): string | null {
  return times.toSorted()[0] ?? null;
}

const order = ["high", "medium", "low"];

function byRisk(a: ApprovalItem, b: ApprovalItem): number {
  return order.indexOf(a.risk) - order.indexOf(b.risk);
}
