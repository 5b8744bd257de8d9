"use client";

import { Text } from "@mantine/core";
import { IconChartDots3 } from "@tabler/icons-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { Recommendation } from "#schema/insight.ts";
import { useRights } from "../auth/session.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { Panel } from "../components/panel.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { DecideButtons } from "./decide-buttons.tsx";
import { useRecommendations } from "./queries.ts";

const tabs = ["open", "accepted", "dismissed"] as const;
const options = [
  { value: "open", label: "Open" },
  { value: "accepted", label: "Accepted" },
  { value: "dismissed", label: "Dismissed" },
] as const;

const levels: Record<Recommendation["impact"], string> = { low: "Low", medium: "Medium", high: "High" };
const empty: Record<(typeof tabs)[number], { title: string; text: string }> = {
  open: { title: "No open advice", text: "It comes once a connected channel has two weeks of numbers." },
  accepted: { title: "Nothing accepted yet", text: "What you take up stays here until it is done or set aside." },
  dismissed: {
    title: "Nothing was set aside",
    text: "What you dismiss, and what a newer analysis replaces, is kept here.",
  },
};

const columns: readonly Column<Recommendation>[] = [
  {
    key: "title",
    header: "Advice",
    cell: ({ title, detail }) => (
      <>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {detail}
        </Text>
      </>
    ),
  },
  { key: "channel", header: "Channel", width: 180, cell: ({ channelName }) => channelName },
  { key: "impact", header: "Effect", width: 90, cell: ({ impact }) => levels[impact] },
  { key: "effort", header: "Work", width: 90, cell: ({ effort }) => levels[effort] },
  { key: "at", header: "From", width: 120, cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
];
const decision: Column<Recommendation> = {
  key: "decide",
  header: "Decision",
  width: 190,
  align: "right",
  cell: (advice) => <DecideButtons advice={advice} />,
};

/** What the numbers of channels advise; people take it up or set it aside. */
export function AdvicePanel() {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("open"));
  const list = useRecommendations(tab);
  const { can } = useRights();
  const mayDecide = can("insight.manage") && tab !== "dismissed";
  return (
    <Panel flush>
      <FilterBar>
        <StatusTabs label="State" value={tab} options={options} onChange={(value) => void setTab(value)} />
      </FilterBar>
      <DataTable
        label="Advice"
        list={list}
        columns={mayDecide ? [...columns, decision] : [...columns]}
        rowKey={({ id }) => id}
        empty={<EmptyState icon={IconChartDots3} title={empty[tab].title} text={empty[tab].text} />}
      />
    </Panel>
  );
}
