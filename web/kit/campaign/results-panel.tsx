"use client";

import { SimpleGrid, Stack } from "@mantine/core";
import { IconChartBar } from "@tabler/icons-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { CampaignDetail } from "#schema/campaign-plan.ts";
import type { MeasuredThing } from "#schema/campaign-results.ts";
import { wholeList } from "../api/whole-list.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { costOf, count, words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { StatCard } from "../components/stat-card.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { TwoLines } from "../components/two-lines.tsx";
import { useResults } from "./queries.ts";

const windows = ["7", "28", "90"] as const;
const options = windows.map((value) => ({ value, label: `${value} days` }));
const names: Record<MeasuredThing["kind"], string> = {
  campaign: "Campaign",
  ad_set: "Ad set",
  ad: "Ad",
  prospect_type: "Kind of site",
  pitch: "Pitch",
  channel: "Channel",
  message: "Message",
};

/** What was measured of the campaign: whom it reached, who answered, what came of it, what it cost. */
export function ResultsPanel({ campaign }: { campaign: CampaignDetail }) {
  const [days, setDays] = useQueryState("days", parseAsStringLiteral(windows).withDefault("28"));
  const results = useResults(campaign.id, Number(days));
  const list = wholeList(results);
  const kind = widest(list.items);
  const whole = list.items.filter((thing) => thing.kind === kind);
  const sum = (of: (thing: MeasuredThing) => number) => whole.reduce((total, thing) => total + of(thing), 0);
  const spent = (minor: number) => costOf(minor, campaign.budget?.currency);
  const columns: Column<MeasuredThing>[] = [
    {
      key: "name",
      header: "What",
      cell: (thing) => (
        <TwoLines
          first={thing.kind === "prospect_type" ? words(thing.name) : thing.name}
          second={thing.status === "paused" ? `${names[thing.kind]}, paused` : names[thing.kind]}
        />
      ),
    },
    { key: "reached", header: "Reached", width: 110, align: "right", cell: ({ reached }) => count(reached) },
    { key: "answered", header: "Answered", width: 110, align: "right", cell: ({ answered }) => count(answered) },
    {
      key: "rate",
      header: "Rate",
      width: 90,
      align: "right",
      hideOnCard: true,
      cell: ({ answered, reached }) => (reached === 0 ? "–" : `${((answered / reached) * 100).toFixed(1)} %`),
    },
    { key: "won", header: "Won", width: 90, align: "right", cell: ({ won }) => count(won) },
    { key: "spent", header: "Cost", width: 120, align: "right", cell: ({ spentMinor }) => spent(spentMinor) },
  ];
  const won = sum((thing) => thing.won);
  const cost = sum((thing) => thing.spentMinor);
  return (
    <Stack gap="md">
      <StatusTabs label="Time" value={days} options={options} onChange={(value) => void setDays(value)} />
      {whole.length > 0 ? (
        <SimpleGrid cols={{ base: 2, md: 4 }}>
          <StatCard label="Reached" value={count(sum((thing) => thing.reached))} />
          <StatCard label="Answered" value={count(sum((thing) => thing.answered))} />
          <StatCard label="Won" value={count(won)} />
          <StatCard
            label="Cost"
            value={spent(cost)}
            {...(won > 0 && cost > 0 ? { hint: `${spent(Math.round(cost / won))} for each won` } : {})}
          />
        </SimpleGrid>
      ) : null}
      <Panel flush>
        <DataTable
          label="Results of the campaign"
          list={list}
          columns={columns}
          rowKey={({ kind: of, externalId }) => `${of} ${externalId}`}
          empty={
            <EmptyState
              icon={IconChartBar}
              title="Nothing measured in this time"
              text="Numbers come from the linked account, from sent mails, or from your agency."
            />
          }
        />
      </Panel>
    </Stack>
  );
}

// A campaign is measured as a whole and in parts; sums are of one level only.
const levels: readonly MeasuredThing["kind"][] = ["campaign", "channel", "prospect_type", "ad_set", "message", "ad"];

function widest(things: readonly MeasuredThing[]): MeasuredThing["kind"] | undefined {
  return levels.find((level) => things.some(({ kind }) => kind === level)) ?? things[0]?.kind;
}
