"use client";
import { ActionIcon, Group, MultiSelect, Select } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { ActivityStatus } from "#schema/activity.ts";
import type { MonthNode } from "#schema/month.ts";
import { words } from "../components/format.ts";
import { optionsOf } from "../components/options.ts";
import { StatusTabs } from "../components/status-tabs.tsx";
import { statusLook } from "../components/status-tones.ts";
import { MineChip } from "../task/mine-chip.tsx";
import classes from "./month-bar.module.css";
import { monthName } from "./months.ts";
import type { WorkFilter } from "./work.ts";

export const monthViews = ["list", "board", "calendar", "graph"] as const;
export type MonthView = (typeof monthViews)[number];

const viewWords: Record<MonthView, string> = {
  list: "List",
  board: "Board",
  calendar: "Calendar",
  graph: "Dependencies",
};
const viewOptions = optionsOf(viewWords);

interface SwitcherProps {
  view: MonthView;
  onView: (view: MonthView) => void;
  /** YYYY-MM; null is all work. */
  month: string | null;
  months: readonly string[];
  onMonth: (month: string | null) => void;
}

/** Which look, and which month. */
export function MonthSwitcher({ view, onView, month, months, onMonth }: SwitcherProps) {
  const at = month === null ? -1 : months.indexOf(month);
  const step = (to: string | undefined, label: string, Icon: typeof IconChevronLeft) => (
    <ActionIcon
      variant="default"
      size={30}
      aria-label={to === undefined ? label : `${label}: ${monthName(to)}`}
      disabled={to === undefined}
      onClick={() => to !== undefined && onMonth(to)}
    >
      <Icon size={16} aria-hidden />
    </ActionIcon>
  );
  return (
    <div className={classes["bar"]}>
      <StatusTabs label="View" value={view} options={viewOptions} onChange={onView} />
      <Group gap={6} wrap="nowrap" className={classes["months"] ?? ""}>
        {step(at > 0 ? months[at - 1] : undefined, "Earlier month", IconChevronLeft)}
        <Select
          size="xs"
          flex={1}
          aria-label="Month"
          allowDeselect={false}
          data={[
            ...(view === "list" ? [{ value: "", label: "All work" }] : []),
            ...months.map((value) => ({ value, label: monthName(value) })),
          ]}
          value={month ?? ""}
          onChange={(value) => onMonth(value || null)}
        />
        {step(at === -1 ? undefined : months[at + 1], "Later month", IconChevronRight)}
      </Group>
    </div>
  );
}

interface FilterProps {
  nodes: readonly MonthNode[];
  filter: WorkFilter;
  onFilter: (change: Partial<WorkFilter>) => void;
}

/** Narrows a month's work by status, kind and agent; only what is there can be chosen. */
export function MonthFilters({ nodes, filter, onFilter }: FilterProps) {
  const named = (values: readonly string[]) =>
    [...new Set(values)].toSorted().map((value) => ({ value, label: words(value) }));
  return (
    <search className={classes["filters"]}>
      <MultiSelect
        size="xs"
        flex="1 1 8rem"
        maw={240}
        aria-label="Status"
        placeholder={filter.status.length === 0 ? "Any status" : ""}
        clearable
        data={ActivityStatus.options.map((value) => ({ value, label: statusLook("activity", value).word }))}
        value={filter.status}
        onChange={(status) => onFilter({ status })}
      />
      <Select
        size="xs"
        flex="1 1 8rem"
        maw={220}
        aria-label="Kind of work"
        placeholder="Any kind"
        clearable
        data={named(nodes.map(({ type }) => type))}
        value={filter.type}
        onChange={(type) => onFilter({ type })}
      />
      <Select
        size="xs"
        flex="1 1 8rem"
        maw={220}
        aria-label="Agent"
        placeholder="Any agent"
        clearable
        data={named(nodes.map(({ doer }) => doer))}
        value={filter.agent}
        onChange={(agent) => onFilter({ agent })}
      />
      <MineChip checked={filter.mine} onChange={(mine) => onFilter({ mine })} />
    </search>
  );
}
