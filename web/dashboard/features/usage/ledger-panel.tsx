"use client";

import { Anchor, MultiSelect, Text } from "@mantine/core";
import { IconCoins } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsArrayOf, parseAsStringLiteral, useQueryState } from "nuqs";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { credits, words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { type CreditEntry, CreditEntryType } from "#schema/credit.ts";
import { useLedger } from "./queries.ts";

function signed(amount: number): string {
  return `${amount > 0 ? "+" : amount < 0 ? "−" : ""}${credits(Math.abs(amount))}`;
}

function Figure({ text }: { text: string }) {
  return (
    <Text component="span" size="sm" className="lm-tabular">
      {text}
    </Text>
  );
}

const columns: Column<CreditEntry>[] = [
  { key: "type", header: "Movement", cell: (entry) => words(entry.type) },
  { key: "for", header: "For", cell: (entry) => (entry.rateKey ? words(entry.rateKey) : (entry.note ?? "–")) },
  {
    key: "activity",
    header: "Work",
    hideOnCard: true,
    cell: (entry) =>
      entry.activityId ? (
        <Anchor
          component={Link}
          href={`/activities/${entry.activityId}${entry.runId === null ? "" : `?run=${entry.runId}`}`}
          size="sm"
        >
          Open
        </Anchor>
      ) : (
        "–"
      ),
  },
  { key: "amount", header: "Credits", align: "right", cell: (entry) => <Figure text={signed(entry.amount)} /> },
  { key: "balance", header: "Balance", align: "right", cell: (entry) => <Figure text={credits(entry.balanceAfter)} /> },
  {
    key: "reserved",
    header: "Reserved",
    align: "right",
    hideOnCard: true,
    cell: (entry) => <Figure text={credits(entry.reservedAfter)} />,
  },
  { key: "at", header: "When", width: 140, cell: (entry) => <TimeAgo at={entry.createdAt} /> },
];

/** Every movement of credits, newest first. */
export function LedgerPanel() {
  const parser = parseAsArrayOf(parseAsStringLiteral(CreditEntryType.options)).withDefault([]);
  const [type, setType] = useQueryState("movement", parser);
  const ledger = useLedger(type);
  return (
    <Panel title="Ledger" flush>
      <FilterBar>
        <MultiSelect
          size="xs"
          flex="1 1 8rem"
          maw={320}
          aria-label="Movement"
          placeholder={type.length === 0 ? "Any movement" : ""}
          clearable
          data={CreditEntryType.options.map((value) => ({ value, label: words(value) }))}
          value={type}
          onChange={(next) => void setType(CreditEntryType.options.filter((one) => next.includes(one)))}
        />
      </FilterBar>
      <DataTable
        label="Credit movements"
        list={ledger}
        columns={columns}
        rowKey={(entry) => entry.id}
        empty={
          <EmptyState
            icon={IconCoins}
            title={type.length === 0 ? "Every movement of credits will be listed here" : "No match"}
            text={type.length === 0 ? undefined : "No movement of this kind."}
          />
        }
      />
    </Panel>
  );
}
