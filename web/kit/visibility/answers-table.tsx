"use client";

import { Select } from "@mantine/core";
import { IconMessage2Question } from "@tabler/icons-react";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { VisibilityPlatform, type VisibilitySnapshot, VisibilityType } from "#schema/visibility.ts";
import { wholeList } from "../api/whole-list.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { shortDate } from "../components/format.ts";
import { optionsOf } from "../components/options.ts";
import { Panel } from "../components/panel.tsx";
import { ToneBadge } from "../components/status-badge.tsx";
import { assistantWords, typeWords } from "./names.ts";
import { useSnapshots } from "./queries.ts";
import classes from "./visibility.module.css";

const times = ["14", "30", "90"] as const;
const dayMs = 86_400_000;

const columns: Column<VisibilitySnapshot>[] = [
  {
    key: "prompt",
    header: "Question and answer",
    cell: ({ prompt, excerpt, citedSources }) => (
      <>
        {prompt}
        {excerpt ? <span className={classes["excerpt"]}>“{excerpt}”</span> : null}
        {citedSources.length > 0 ? (
          <span className={classes["excerpt"]}>Rests on {citedSources.map(hostOf).join(", ")}</span>
        ) : null}
      </>
    ),
  },
  { key: "assistant", header: "Assistant", width: 110, cell: ({ platform }) => assistantWords[platform] },
  { key: "named", header: "You", width: 140, cell: (answer) => <Named answer={answer} /> },
  {
    key: "others",
    header: "Others named",
    width: 220,
    hideOnCard: true,
    cell: ({ competitors }) => competitors.join(", ") || "–",
  },
  { key: "on", header: "On", width: 90, cell: ({ askedOn }) => shortDate(askedOn) },
];

/** Every answer that was examined, with the words around the name. */
export function AnswersTable() {
  const [{ platform, type, days }, setFilter] = useQueryStates({
    platform: parseAsStringLiteral(VisibilityPlatform.options),
    type: parseAsStringLiteral(VisibilityType.options),
    days: parseAsStringLiteral(times).withDefault("14"),
  });
  const [now] = useState(() => Date.now());
  const from = new Date(now - Number(days) * dayMs).toISOString().slice(0, 10);
  const list = wholeList(useSnapshots({ from, platform, type }));
  return (
    <Panel flush>
      <FilterBar>
        <Select
          size="xs"
          aria-label="Time"
          allowDeselect={false}
          data={times.map((value) => ({ value, label: `${value} days` }))}
          value={days}
          onChange={(value) => void setFilter({ days: value as typeof days })}
        />
        <Select
          size="xs"
          aria-label="Assistant"
          placeholder="Any assistant"
          clearable
          data={optionsOf(assistantWords)}
          value={platform}
          onChange={(value) => void setFilter({ platform: value as typeof platform })}
        />
        <Select
          size="xs"
          aria-label="Kind of question"
          placeholder="Any question"
          clearable
          data={optionsOf(typeWords)}
          value={type}
          onChange={(value) => void setFilter({ type: value as typeof type })}
        />
      </FilterBar>
      <DataTable
        label="Answers of assistants"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            icon={IconMessage2Question}
            title="No answers in this time"
            text="What assistants answer to your questions is kept here word for word."
          />
        }
      />
    </Panel>
  );
}

function Named({ answer: { mentioned, rank, sentiment } }: { answer: VisibilitySnapshot }) {
  if (!mentioned) return <ToneBadge tone="waiting">Not named</ToneBadge>;
  const tone = sentiment === "negative" ? "failed" : "done";
  return <ToneBadge tone={tone}>{rank === null ? "Named" : `Named as no. ${rank}`}</ToneBadge>;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
