"use client";

import { Button, Select, SimpleGrid, Stack } from "@mantine/core";
import { IconCoins, IconDownload } from "@tabler/icons-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { count, credits, shortDate, words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { CardsSkeleton } from "#kit/components/skeletons.tsx";
import { StatCard } from "#kit/components/stat-card.tsx";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { agentNames } from "#schema/agent.ts";
import { UsageGroup, type UsageRow } from "#schema/usage.ts";
import { DayFilter } from "../find/day-filter.tsx";
import { TenantSelect } from "../find/tenant-select.tsx";
import { CapCard } from "./cap-card.tsx";
import { costText } from "./cost-words.ts";
import { type CostsFilter, exportHref, useCosts, useTotals } from "./queries.ts";

const groupOptions = UsageGroup.options.map((value) => ({ value, label: `By ${value}` }));
const agentOptions = agentNames.map((value) => ({ value, label: words(value) }));

/** What providers ask for, by day, tenant, agent, model or activity. */
export function CostsPage() {
  const [chosen, setFilter] = useQueryStates({
    groupBy: parseAsStringLiteral(UsageGroup.options).withDefault("day"),
    ...{ from: parseAsString, to: parseAsString, tenantId: parseAsString, agent: parseAsString, model: parseAsString },
  });
  const list = useCosts(chosen);
  return (
    <>
      <PageHeader
        title="Costs"
        lead="What models and tools cost, and the credits they were worth. Without dates: this month."
        actions={
          <Button
            component="a"
            href={exportHref(chosen)}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            CSV
          </Button>
        }
      />
      <Stack gap="lg">
        <Totals filter={chosen} />
        <Panel flush>
          <FilterBar>
            <StatusTabs
              label="Group by"
              value={chosen.groupBy}
              options={groupOptions}
              onChange={(groupBy) => void setFilter({ groupBy })}
            />
            <TenantSelect value={chosen.tenantId} onChange={(tenantId) => void setFilter({ tenantId })} />
            <Select
              aria-label="Agent"
              placeholder="Any agent"
              data={agentOptions}
              value={chosen.agent}
              onChange={(agent) => void setFilter({ agent })}
              searchable
              clearable
              clearButtonProps={{ "aria-label": "Clear the agent" }}
              w={170}
            />
            <DayFilter label="From" value={chosen.from} onChange={(from) => void setFilter({ from })} />
            <DayFilter label="To" value={chosen.to} onChange={(to) => void setFilter({ to })} />
          </FilterBar>
          <DataTable
            label="Costs"
            list={list}
            columns={[keyColumn(chosen.groupBy), ...figures]}
            rowKey={({ key }) => key}
            empty={<EmptyState icon={IconCoins} title="Nothing was used in this time" />}
          />
        </Panel>
      </Stack>
    </>
  );
}

function keyColumn(groupBy: UsageGroup): Column<UsageRow> {
  return { key: "key", header: words(groupBy), cell: ({ label }) => label };
}

const figures: readonly Column<UsageRow>[] = [
  { key: "cost", header: "Cost", width: 120, align: "right", cell: ({ cost }) => costText(cost) },
  { key: "credits", header: "Credits", width: 100, align: "right", cell: (row) => credits(row.credits) },
  { key: "runs", header: "Runs", width: 90, align: "right", cell: ({ runs }) => count(runs) },
  {
    key: "calls",
    header: "Model calls",
    width: 110,
    align: "right",
    hideOnCard: true,
    cell: ({ calls }) => count(calls),
  },
  {
    key: "tools",
    header: "Tool calls",
    width: 110,
    align: "right",
    hideOnCard: true,
    cell: (row) => count(row.toolCalls),
  },
  {
    key: "in",
    header: "Tokens in",
    width: 110,
    align: "right",
    hideOnCard: true,
    cell: (row) => count(row.inputTokens),
  },
  {
    key: "out",
    header: "Tokens out",
    width: 110,
    align: "right",
    hideOnCard: true,
    cell: (row) => count(row.outputTokens),
  },
];

function Totals({ filter }: { filter: CostsFilter }) {
  const page = useTotals(filter);
  if (page.isError)
    return <ErrorBlock error={page.error} title="The sums could not be loaded." onRetry={() => void page.refetch()} />;
  if (!page.data) return <CardsSkeleton />;
  const { totals, from, to } = page.data;
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      <StatCard label="Cost" value={costText(totals.cost)} hint={`${shortDate(from)} to ${shortDate(to)}`} />
      <StatCard label="Credits" value={credits(totals.credits)} />
      <StatCard label="Runs" value={count(totals.runs)} hint={`${count(totals.calls)} calls of models`} />
      <CapCard />
    </SimpleGrid>
  );
}
