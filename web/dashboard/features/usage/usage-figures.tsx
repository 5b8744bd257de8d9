"use client";

import { ActionIcon, Anchor, Button, Group, Text, TextInput, Tooltip } from "@mantine/core";
import { IconChartBar, IconDownload, IconX } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { api } from "#kit/api/client.ts";
import { saveFile } from "#kit/api/save-file.ts";
import { useAction } from "#kit/api/use-action.ts";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { count, credits, words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { dayName } from "#kit/month/work-card.tsx";
import type { UsageRow } from "#schema/usage.ts";
import { DayBars } from "./day-bars.tsx";
import { type UsageAsked, usageExport, useUsage, useUsageByDay } from "./queries.ts";

const groups = ["day", "agent", "activity", "model"] as const;
const options = [
  { value: "day", label: "By day" },
  { value: "agent", label: "By agent" },
  { value: "activity", label: "By activity" },
  { value: "model", label: "By model and tool" },
] as const;
const parsers = {
  by: parseAsStringLiteral(groups).withDefault("day"),
  from: parseAsString,
  to: parseAsString,
  agent: parseAsString,
  model: parseAsString,
  activityId: parseAsString,
};
type Narrowed = "agent" | "model" | "activityId";

/** What was used, told by day, agent, activity or model; a row leads to what is behind it. All that is chosen is in the address. */
export function UsageFigures() {
  const [asked, setAsked] = useQueryStates(parsers);
  const { by, ...filter } = asked;
  const question: UsageAsked = { groupBy: by, ...filter };
  const rows = useUsage(question);
  const days = useUsageByDay(question);
  const narrow = (change: Partial<Record<Narrowed, string>>) => void setAsked({ ...change, by: "day" });
  return (
    <Panel title="What was used" actions={<Download asked={question} />} flush>
      <FilterBar>
        <StatusTabs label="Told by" value={by} options={options} onChange={(next) => void setAsked({ by: next })} />
        <Group gap="xs" ml="auto">
          <DayField label="From" value={filter.from} onChange={(from) => void setAsked({ from })} />
          <DayField label="To" value={filter.to} onChange={(to) => void setAsked({ to })} />
        </Group>
      </FilterBar>
      <Chosen filter={filter} onDrop={(name) => void setAsked({ [name]: null })} />
      {days.isError && <ErrorBlock error={days.error} onRetry={() => void days.refetch()} />}
      {days.data && days.data.items.length > 0 && <DayBars page={days.data} />}
      {!days.isError && (
        <DataTable
          label="What was used"
          list={rows}
          columns={columnsFor(by, narrow)}
          rowKey={(row) => row.key || "none"}
          empty={
            <EmptyState
              icon={IconChartBar}
              title="Nothing was used in these days"
              text="What agents use while they work is counted here."
            />
          }
        />
      )}
    </Panel>
  );
}

function columnsFor(by: (typeof groups)[number], narrow: (change: Partial<Record<Narrowed, string>>) => void) {
  const figure = (
    key: "runs" | "inputTokens" | "outputTokens",
    header: string,
    hideOnCard = true,
  ): Column<UsageRow> => ({
    key,
    header,
    align: "right",
    hideOnCard,
    cell: (row) => <Figure text={count(row[key])} />,
  });
  const columns: Column<UsageRow>[] = [
    { key: "label", header: heads[by], cell: (row) => <Key by={by} row={row} narrow={narrow} /> },
    figure("runs", "Runs", false),
    figure("inputTokens", "Tokens in"),
    figure("outputTokens", "Tokens out"),
    { key: "credits", header: "Credits", align: "right", cell: (row) => <Figure text={credits(row.credits)} /> },
  ];
  return columns;
}

const heads = { day: "Day", agent: "Agent", activity: "Activity", model: "Model or tool" };

function Key({ by, row, narrow }: { by: (typeof groups)[number]; row: UsageRow } & { narrow: NarrowTo }) {
  if (row.key === "") return <Text size="sm">{without[by]}</Text>;
  switch (by) {
    case "day":
      return <Text size="sm">{dayName(row.key, true)}</Text>;
    case "activity":
      return (
        <Anchor component={Link} href={`/activities/${row.key}`} size="sm">
          {row.label}
        </Anchor>
      );
    case "agent":
    case "model":
      return (
        <Anchor component="button" type="button" size="sm" ta="left" onClick={() => narrow({ [by]: row.key })}>
          {row.label === row.key && by === "agent" ? words(row.key) : row.label}
        </Anchor>
      );
  }
}

type NarrowTo = (change: Partial<Record<Narrowed, string>>) => void;
const without = { day: "–", agent: "No agent", activity: "No activity", model: "No model" };

function Figure({ text }: { text: string }) {
  return (
    <Text component="span" size="sm" className="lm-tabular">
      {text}
    </Text>
  );
}

function DayField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | null;
  onChange(day: string | null): void;
}) {
  return (
    <TextInput
      type="date"
      size="xs"
      aria-label={label}
      title={label}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  );
}

function Chosen({ filter, onDrop }: { filter: Record<Narrowed, string | null>; onDrop(name: Narrowed): void }) {
  const held = (["agent", "model", "activityId"] as const).filter((name) => filter[name] !== null);
  if (held.length === 0) return null;
  return (
    <Group gap="xs" px="md" pt="sm">
      {held.map((name) => (
        <Group key={name} gap={2}>
          <Text size="xs">Only {name === "agent" ? words(filter[name] ?? "") : filter[name]}</Text>
          <Tooltip label="Show all">
            <ActionIcon
              size={24}
              variant="subtle"
              aria-label={`Show all, not only ${filter[name]}`}
              onClick={() => onDrop(name)}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      ))}
    </Group>
  );
}

function Download({ asked }: { asked: UsageAsked }) {
  const load = useAction((question: UsageAsked) => api.getFile(usageExport, { ...question }), {
    onSuccess: (table, { groupBy }) => saveFile(table, `usage-by-${groupBy}.csv`),
  });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconDownload size={15} aria-hidden />}
      loading={load.isPending}
      onClick={() => load.mutate(asked)}
    >
      CSV
    </Button>
  );
}
