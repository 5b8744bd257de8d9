"use client";

import { Button } from "@mantine/core";
import { IconPlus, IconReceipt } from "@tabler/icons-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { fullDay } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import type { ModelPrice } from "#schema/model-price.ts";
import { microsText } from "../costs/cost-words.ts";
import { AddPrice } from "./add-price.tsx";
import { usePrices } from "./queries.ts";

const today = () => new Date().toISOString().slice(0, 10);

/** Every price there is, was and will be, of one model if it is named. */
export function PricesTab() {
  const [{ model }, setFilter] = useQueryStates({ model: parseAsString });
  const list = usePrices({ provider: null, model });
  const [isAdding, setAdding] = useState(false);
  const columns = [...facts, stateColumn(list.items)];
  const add = (
    <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(true)}>
      Add a price
    </Button>
  );
  return (
    <Panel title="Prices" flush actions={add}>
      <FilterBar
        q={model ?? ""}
        onQ={(text) => void setFilter({ model: text.trim() || null })}
        placeholder="Exact name of a model"
      />
      <DataTable
        label="Prices"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          model === null ? (
            <EmptyState
              icon={IconReceipt}
              title="No model has a price yet"
              text="Without a price, what a model uses counts as free of cost."
              action={add}
            />
          ) : (
            <EmptyState icon={IconReceipt} title="No model of this name has a price" />
          )
        }
      />
      {isAdding ? <AddPrice model={model} onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

const million = 1_000_000;

// What is counted by the piece says what one costs; of those, only what goes in has a price.
const amount = (field: "inputMicrosPerMtok" | "outputMicrosPerMtok" | "cachedMicrosPerMtok") => (price: ModelPrice) => {
  if (price.unit === "token") return microsText(price[field], price.currency);
  return price[field] === 0 ? "–" : microsText(price[field] / million, price.currency);
};

const facts: readonly Column<ModelPrice>[] = [
  { key: "model", header: "Model", cell: ({ model, provider }) => <TwoLines first={model} second={provider} /> },
  {
    key: "unit",
    header: "For",
    width: 140,
    cell: ({ unit }) => (unit === "token" ? "A million tokens" : `One ${unit}`),
  },
  { key: "in", header: "In", width: 100, align: "right", cell: amount("inputMicrosPerMtok") },
  { key: "out", header: "Out", width: 100, align: "right", cell: amount("outputMicrosPerMtok") },
  {
    key: "cached",
    header: "Cached",
    width: 100,
    align: "right",
    hideOnCard: true,
    cell: amount("cachedMicrosPerMtok"),
  },
  { key: "from", header: "From", width: 120, cell: ({ validFrom }) => fullDay(validFrom) },
];

// Prices of a model come newest first, so the first that has begun is the one in force.
function stateColumn(all: readonly ModelPrice[]): Column<ModelPrice> {
  const now = today();
  const isOf = (price: ModelPrice) => (other: ModelPrice) =>
    other.provider === price.provider && other.model === price.model && other.unit === price.unit;
  return {
    key: "state",
    header: "Status",
    width: 120,
    cell: (price) => {
      if (price.validFrom > now) return <ToneBadge tone="waiting">To come</ToneBadge>;
      const present = all.filter(isOf(price)).find(({ validFrom }) => validFrom <= now);
      return present?.id === price.id ? (
        <ToneBadge tone="done">In force</ToneBadge>
      ) : (
        <ToneBadge tone="unknown">Past</ToneBadge>
      );
    },
  };
}
