"use client";

import { Anchor, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconCoins } from "@tabler/icons-react";
import Link from "next/link";
import { CreditsRing } from "#kit/components/credits-ring.tsx";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { credits, shortDate, words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { CardsSkeleton } from "#kit/components/skeletons.tsx";
import { StatCard } from "#kit/components/stat-card.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { CreditBalance, CreditEntry } from "#schema/credit.ts";
import { useCredits, useLedger } from "./queries.ts";

function signed(amount: number): string {
  return `${amount > 0 ? "+" : amount < 0 ? "−" : ""}${credits(Math.abs(amount))}`;
}

const columns: Column<CreditEntry>[] = [
  { key: "type", header: "Movement", cell: (entry) => words(entry.type) },
  { key: "for", header: "For", cell: (entry) => (entry.rateKey ? words(entry.rateKey) : "–") },
  {
    key: "activity",
    header: "Work",
    hideOnCard: true,
    cell: (entry) =>
      entry.activityId ? (
        <Anchor component={Link} href={`/activities/${entry.activityId}`} size="sm">
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

function Figure({ text }: { text: string }) {
  return (
    <Text component="span" size="sm" className="lm-tabular">
      {text}
    </Text>
  );
}

/** Credits of the month and every movement of them. */
export function UsagePage() {
  const balance = useCredits();
  const ledger = useLedger();
  return (
    <>
      <PageHeader title="Usage" lead="Credits pay for finished drafts. Reserved ones come back when a run fails." />
      <Stack gap="lg">
        {balance.isPending ? <CardsSkeleton /> : null}
        {balance.error && !balance.data ? (
          <ErrorBlock error={balance.error} onRetry={() => void balance.refetch()} />
        ) : null}
        {balance.data ? <Balance balance={balance.data} /> : null}
        <Panel title="Ledger" flush>
          <DataTable
            label="Credit movements"
            list={ledger}
            columns={columns}
            rowKey={(entry) => entry.id}
            empty={<EmptyState icon={IconCoins} title="Every movement of credits will be listed here" />}
          />
        </Panel>
      </Stack>
    </>
  );
}

function Balance({ balance }: { balance: CreditBalance }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Panel title="This month">
        <CreditsRing balance={balance} size={132} />
      </Panel>
      <SimpleGrid cols={2} spacing="md">
        <StatCard label="To spend now" value={credits(balance.effective)} hint="available, less reserved" />
        <StatCard label="Reserved" value={credits(balance.reserved)} hint="for work that is running" tone="attention" />
        <StatCard label="Used" value={credits(balance.consumed)} hint="in this period" />
        <StatCard label="Next reset" value={shortDate(balance.nextResetAt)} hint={`${credits(balance.monthly)} anew`} />
      </SimpleGrid>
    </SimpleGrid>
  );
}
