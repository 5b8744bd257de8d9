"use client";

import { Button, Select, Text } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { AuditEntryDrawer } from "#kit/audit/audit-entry-drawer.tsx";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { AuditEntry } from "#schema/audit.ts";
import { auditActions } from "#schema/audit-actions.ts";
import { ChainBadge } from "./chain-badge.tsx";
import { useAuditLog } from "./queries.ts";

const actionOptions = auditActions.map((action) => ({ value: action, label: words(action) }));

const columns: Column<AuditEntry>[] = [
  { key: "what", header: "What", cell: (entry) => words(entry.action) },
  { key: "who", header: "Who", cell: (entry) => <Who entry={entry} /> },
  { key: "subject", header: "Subject", cell: (entry) => entry.subject.label },
  {
    key: "change",
    header: "Changed",
    hideOnCard: true,
    cell: (entry) => (
      <Text size="sm" c="dimmed" lineClamp={1}>
        {entry.change.fields.map(words).join(", ") || "–"}
      </Text>
    ),
  },
  { key: "when", header: "When", width: 150, cell: (entry) => <TimeAgo at={entry.at} /> },
  { key: "seq", header: "No.", width: 70, align: "right", hideOnCard: true, cell: (entry) => entry.seq },
];

function Who({ entry }: { entry: AuditEntry }) {
  return (
    <span>
      {["agent", "system"].includes(entry.actor.kind) ? words(entry.actor.name) : entry.actor.name}{" "}
      <Text component="span" size="xs" c="dimmed">
        {entry.actor.kind}
      </Text>
    </span>
  );
}

/** Who did what, in a chain that shows tampering. */
export function AuditLogPage() {
  const [action, setAction] = useQueryState("action", parseAsString);
  const [shown, setShown] = useState<AuditEntry | null>(null);
  const list = useAuditLog(action ?? undefined);
  return (
    <>
      <PageHeader
        title="Audit log"
        badge={<ChainBadge />}
        lead="Every change in the workspace, each entry sealed by the one before it."
      />
      <Panel flush>
        <FilterBar>
          <Select
            aria-label="Action"
            placeholder="Any action"
            data={actionOptions}
            value={action}
            onChange={(value) => void setAction(value)}
            searchable
            clearable
            clearButtonProps={{ "aria-label": "Clear the action" }}
            w={260}
          />
        </FilterBar>
        <DataTable
          label="Audit log"
          list={list}
          columns={columns}
          rowKey={(entry) => entry._id}
          onOpen={setShown}
          empty={
            <EmptyState
              icon={IconShieldCheck}
              title="No entries in this range"
              action={
                action ? (
                  <Button variant="default" onClick={() => void setAction(null)}>
                    Clear filters
                  </Button>
                ) : null
              }
            />
          }
        />
      </Panel>
      <AuditEntryDrawer entry={shown} onClose={() => setShown(null)} />
    </>
  );
}
