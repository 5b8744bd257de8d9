"use client";

import { SimpleGrid, Stack, Tabs } from "@mantine/core";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { CreditsRing } from "#kit/components/credits-ring.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { credits, shortDate } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { CardsSkeleton } from "#kit/components/skeletons.tsx";
import { StatCard } from "#kit/components/stat-card.tsx";
import type { CreditBalance } from "#schema/credit.ts";
import { daysBetween } from "./days.ts";
import { forecastOf } from "./forecast.ts";
import { LedgerPanel } from "./ledger-panel.tsx";
import { useCredits, useUsageByDay } from "./queries.ts";
import { RatesPanel } from "./rates-panel.tsx";
import { SpendCapPanel } from "./spend-cap-panel.tsx";
import { Thresholds } from "./thresholds.tsx";
import { UsageFigures } from "./usage-figures.tsx";

const tabs = ["use", "ledger", "rates"] as const;

/** Credits of the month: how many are left, what they were used for, and every movement of them. */
export function UsagePage() {
  const balance = useCredits();
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("use"));
  return (
    <>
      <PageHeader title="Usage" lead="Credits pay for finished drafts. Reserved ones come back when a run fails." />
      <Stack gap="lg">
        {balance.isPending ? <CardsSkeleton /> : null}
        {balance.error && !balance.data ? (
          <ErrorBlock error={balance.error} onRetry={() => void balance.refetch()} />
        ) : null}
        {balance.data ? <Balance balance={balance.data} /> : null}
        <Tabs value={tab} onChange={(next) => void setTab(tabs.find((one) => one === next) ?? "use")}>
          <Tabs.List mb="lg">
            <Tabs.Tab value="use">Use</Tabs.Tab>
            <Tabs.Tab value="ledger">Ledger</Tabs.Tab>
            <Tabs.Tab value="rates">Prices and cap</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="use">{tab === "use" && <UsageFigures />}</Tabs.Panel>
          <Tabs.Panel value="ledger">{tab === "ledger" && <LedgerPanel />}</Tabs.Panel>
          <Tabs.Panel value="rates">
            {tab === "rates" && (
              <Stack gap="lg">
                <SpendCapPanel />
                <RatesPanel />
              </Stack>
            )}
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </>
  );
}

function Balance({ balance }: { balance: CreditBalance }) {
  const now = new Date();
  const today = now.toISOString().slice(0, 10);
  const from = daysBetween("2000-01-01", today).at(-8) ?? today;
  const nobody = { agent: null, model: null, activityId: null };
  const lately = useUsageByDay({ groupBy: "day", from, to: null, ...nobody });
  const forecast = lately.data ? forecastOf(balance, lately.data.items, now) : null;
  const isShort = forecast !== null && forecast > balance.consumed + balance.available;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Panel title="This month">
        <Stack gap="md">
          <CreditsRing balance={balance} size={132} />
          <Thresholds balance={balance} />
        </Stack>
      </Panel>
      <SimpleGrid cols={2} spacing="md">
        <StatCard label="To spend now" value={credits(balance.effective)} hint="available, less reserved" />
        <StatCard label="Reserved" value={credits(balance.reserved)} hint="for work that is running" tone="attention" />
        <StatCard label="Used" value={credits(balance.consumed)} hint="in this period" />
        <StatCard label="Top-up" value={credits(balance.topup)} hint="used first" />
        <StatCard
          label="By the reset"
          value={forecast === null ? "–" : credits(forecast)}
          hint={isShort ? "more than there is, at this week's pace" : "at the pace of the last 7 days"}
          {...(isShort ? { tone: "attention" as const } : {})}
        />
        <StatCard label="Next reset" value={shortDate(balance.nextResetAt)} hint={`${credits(balance.monthly)} anew`} />
      </SimpleGrid>
    </SimpleGrid>
  );
}
