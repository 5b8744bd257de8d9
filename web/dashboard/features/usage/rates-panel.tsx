"use client";

import { IconTag } from "@tabler/icons-react";
import { useRates } from "#kit/api/use-rate.ts";
import { wholeList } from "#kit/api/whole-list.ts";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { credits, words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import type { CreditRate } from "#schema/credit.ts";

const columns: Column<CreditRate>[] = [
  { key: "key", header: "Work", cell: (rate) => words(rate.key) },
  {
    key: "credits",
    header: "Credits",
    align: "right",
    cell: (rate) => `${credits(rate.credits)} a ${rate.unit}`,
  },
];

/** What each kind of work costs today. */
export function RatesPanel() {
  const rates = useRates();
  return (
    <Panel title="What work costs" flush>
      <DataTable
        label="What work costs"
        list={wholeList(rates)}
        columns={columns}
        rowKey={(rate) => rate.key}
        empty={<EmptyState compact icon={IconTag} title="No prices are set" />}
      />
    </Panel>
  );
}
