"use client";

import { Button, Select, TextInput } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { auditActions } from "#schema/audit-actions.ts";
import type { ChainEntry } from "#schema/chain.ts";
import { DayFilter } from "../find/day-filter.tsx";
import { TenantSelect } from "../find/tenant-select.tsx";
import { UserSelect } from "../find/user-select.tsx";
import { auditColumns } from "./audit-columns.tsx";
import { ExportButton } from "./export-button.tsx";
import { useAuditLogs } from "./queries.ts";

const AuditEntryDrawer = dynamic(
  () => import("#kit/audit/audit-entry-drawer.tsx").then(({ AuditEntryDrawer: Loaded }) => Loaded),
  { ssr: false },
);

const actionOptions = auditActions.map((action) => ({ value: action, label: words(action) }));
const platform = [{ value: "platform", label: "Platform" }];
const none = { chain: null, action: null, actor: null, subject: null, from: null, to: null };

/** Entries with their filters, which live in the address. `chain` fixes the log to one client. */
export function AuditTable({ chain: fixed }: { chain?: string }) {
  const [chosen, setFilter] = useQueryStates({
    chain: parseAsString,
    action: parseAsString,
    actor: parseAsString,
    subject: parseAsString,
    from: parseAsString,
    to: parseAsString,
  });
  const [shown, setShown] = useState<ChainEntry | null>(null);
  const filter = { ...chosen, chain: fixed ?? chosen.chain };
  const list = useAuditLogs(filter);
  const isFiltered = Object.entries(chosen).some(([name, value]) => value !== null && (name !== "chain" || !fixed));
  return (
    <Panel flush>
      <FilterBar>
        {fixed ? null : (
          <TenantSelect
            label="Chain"
            placeholder="All chains"
            first={platform}
            value={chosen.chain}
            onChange={(chain) => void setFilter({ chain })}
          />
        )}
        <Select
          aria-label="Action"
          placeholder="Any action"
          data={actionOptions}
          value={chosen.action}
          onChange={(action) => void setFilter({ action })}
          searchable
          clearable
          clearButtonProps={{ "aria-label": "Clear the action" }}
          w={170}
        />
        <UserSelect value={chosen.actor} onChange={(actor) => void setFilter({ actor })} />
        <IdFilter label="Subject id" value={chosen.subject} onChange={(subject) => void setFilter({ subject })} />
        <DayFilter label="From" value={chosen.from} onChange={(from) => void setFilter({ from })} />
        <DayFilter label="To" value={chosen.to} onChange={(to) => void setFilter({ to })} />
        <ExportButton filter={filter} />
      </FilterBar>
      <DataTable
        label="Audit log"
        list={list}
        columns={auditColumns(fixed !== undefined)}
        rowKey={(entry) => entry._id}
        onOpen={setShown}
        empty={
          isFiltered ? (
            <EmptyState
              icon={IconShieldCheck}
              title="No match"
              action={
                <Button variant="default" onClick={() => void setFilter(none)}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <EmptyState icon={IconShieldCheck} title="Nothing has happened here yet" />
          )
        }
      />
      <AuditEntryDrawer
        entry={shown}
        onClose={() => setShown(null)}
        place={shown ? (shown.tenantName ?? "the platform") : undefined}
      />
    </Panel>
  );
}

interface FieldProps {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
}

/** An id pasted from elsewhere; taken when the field is left or Enter is pressed. */
function IdFilter({ label, value, onChange }: FieldProps) {
  return (
    <TextInput
      key={value ?? ""}
      aria-label={label}
      placeholder={label}
      w={120}
      maxLength={60}
      defaultValue={value ?? ""}
      onBlur={(event) => onChange(event.currentTarget.value.trim() || null)}
      onKeyDown={(event) => {
        if (event.key === "Enter") onChange(event.currentTarget.value.trim() || null);
      }}
    />
  );
}
