"use client";
import { Group, Select, Text } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useList } from "#kit/api/use-list.ts";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { AuditEntry } from "#schema/audit.ts";
import { auditActions } from "#schema/audit-actions.ts";
import { ChainState } from "./chain-state.tsx";

const filters = { action: parseAsString, subjectId: parseAsString };
const changesMax = 3;

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function changesOf(entry: AuditEntry): string {
  const { before, after, fields } = entry.change;
  const parts = fields
    .slice(0, changesMax)
    .map((field) => `${words(field)}: ${shown(before[field])} → ${shown(after[field])}`);
  return [...parts, ...(fields.length > changesMax ? [`and ${fields.length - changesMax} more`] : [])].join("; ");
}

const columns: Column<AuditEntry>[] = [
  {
    key: "what",
    header: "What",
    cell: (entry) => (
      <div>
        <Text size="sm" fw={550}>
          {words(entry.action)}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {entry.subject.label}
        </Text>
      </div>
    ),
  },
  {
    key: "who",
    header: "Who",
    cell: (entry) => (
      <span>
        {["agent", "system"].includes(entry.actor.kind) ? words(entry.actor.name) : entry.actor.name}{" "}
        <Text span size="xs" c="dimmed">
          {words(entry.actor.kind)}
        </Text>
      </span>
    ),
    width: 220,
  },
  {
    key: "changes",
    header: "Changes",
    cell: (entry) => (
      <Text size="xs" style={{ overflowWrap: "anywhere" }}>
        {entry.note ?? changesOf(entry)}
      </Text>
    ),
    hideOnCard: true,
  },
  { key: "seq", header: "No.", cell: (entry) => entry.seq, width: 70, align: "right", hideOnCard: true },
  { key: "at", header: "When", cell: (entry) => <TimeAgo at={entry.at} />, width: 140 },
];

/** Every change at this client, by whom, in an order nobody can alter afterwards. */
export function AuditPage() {
  const [filter, setFilter] = useQueryStates(filters);
  const list = useList<AuditEntry>("/tenant/v1/audit-log", filter, 50);
  return (
    <>
      <PageHeader
        title="Audit log"
        lead="Every change, by whom and when. Entries are chained, so that none can be altered unseen."
        actions={<ChainState />}
      />
      <Panel flush>
        <Group gap="sm" p="sm">
          <Select
            size="xs"
            w={260}
            aria-label="Action"
            placeholder="Any action"
            searchable
            clearable
            data={auditActions.map((value) => ({ value, label: words(value) }))}
            value={filter.action}
            onChange={(action) => void setFilter({ action })}
          />
        </Group>
        <DataTable
          label="Audit log"
          list={list}
          columns={columns}
          rowKey={(entry) => entry._id}
          empty={
            <EmptyState
              icon={IconShieldCheck}
              title={filter.action === null ? "No entries yet" : "No entries of this action"}
            />
          }
        />
      </Panel>
    </>
  );
}
