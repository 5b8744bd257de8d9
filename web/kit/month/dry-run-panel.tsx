"use client";
import { Alert, List, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { IconCalendarPlus, IconCoins } from "@tabler/icons-react";
import type { DryRun } from "#schema/month.ts";
import { asApiError } from "../api/error.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { credits, money, words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { CardsSkeleton } from "../components/skeletons.tsx";
import { StatCard } from "../components/stat-card.tsx";
import { DecisionsByWeek } from "./decisions-by-week.tsx";
import { monthName } from "./months.ts";
import { PlanButton } from "./plan-button.tsx";
import { useDryRun } from "./queries.ts";
import { dayName } from "./work-card.tsx";

const leftOut = {
  plan: "the subscription does not hold it",
  needs: "what it is made from is not there or not in the plan",
} as const;

/** What a month that was not planned yet would bring, and the button that plans it. */
export function DryRunPanel({ month }: { month: string }) {
  const run = useDryRun(month);
  if (run.isPending) return <CardsSkeleton />;
  if (run.isError) {
    if (asApiError(run.error).code === "request.illegal_transition")
      return (
        <EmptyState
          icon={IconCalendarPlus}
          title="There is no plan yet"
          text="Once the agency has approved a monthly plan, what the month would bring is shown here."
        />
      );
    return <ErrorBlock error={run.error} onRetry={() => void run.refetch()} />;
  }
  return <Preview month={month} run={run.data} />;
}

function Preview({ month, run }: { month: string; run: DryRun }) {
  const { needed, available, used, waiting } = run.credits;
  const isShort = waiting > 0;
  const decisions = (stage: "dm" | "client") =>
    run.approvals.filter((row) => row.stage === stage).reduce((sum, row) => sum + row.count, 0);
  return (
    <Stack gap="lg">
      <Alert
        color="blue"
        icon={<IconCalendarPlus aria-hidden />}
        title={
          run.isInReview
            ? `What ${monthName(month)} would bring, if the plan is approved as it waits`
            : `${monthName(month)} is not planned yet: this is what it would bring`
        }
      >
        Nothing has begun and nothing was written. {!run.isInReview && <PlanButton month={month} run={run} />}
      </Alert>
      <SimpleGrid cols={{ base: 2, md: run.money === null ? 4 : 5 }} spacing="md">
        <StatCard label="Pieces" value={run.activities.length} hint="of work" />
        <StatCard
          label="Credits"
          value={credits(needed)}
          hint={
            used > 0
              ? `${credits(available)} are free, ${credits(used)} used or held`
              : `${credits(available)} are there`
          }
          tone={isShort ? "attention" : "done"}
        />
        <StatCard label="Agency decisions" value={decisions("dm")} hint={perWeek(run, "dm")} />
        <StatCard label="Client decisions" value={decisions("client")} hint={perWeek(run, "client")} />
        {run.money !== null && (
          <StatCard
            label="Provider cost"
            value={money({ amountMinor: run.money.minor, currency: run.money.currency })}
            hint="at today's prices"
          />
        )}
      </SimpleGrid>
      {isShort && (
        <Alert color="yellow" icon={<IconCoins aria-hidden />} title="Not all of it is paid for">
          {credits(Math.max(0, needed - available))} credits are missing. Work is paid in order; {waiting} pieces that
          are marked wait until there are credits.
        </Alert>
      )}
      {run.collisions.length + run.skipped.length > 0 && (
        <Panel title="Worth a look">
          <List size="sm">
            {run.collisions.map(({ on, what }) => (
              <List.Item key={`${on} ${what}`}>
                {dayName(on, true)}: {what}
              </List.Item>
            ))}
            {run.skipped.map(({ type, reason }) => (
              <List.Item key={`${type} ${reason}`}>
                {words(type)} is left out: {leftOut[reason]}
              </List.Item>
            ))}
          </List>
        </Panel>
      )}
      <DecisionsByWeek approvals={run.approvals} />
      <Panel title="Pieces" flush>
        <Pieces run={run} />
      </Panel>
    </Stack>
  );
}

function Pieces({ run }: { run: DryRun }) {
  if (run.activities.length === 0)
    return <EmptyState compact title="Nothing would be planned" text="No working day is left, or the plan is empty." />;
  const titles = new Map(run.activities.map(({ tempId, title }) => [tempId, title]));
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Piece</Table.Th>
            <Table.Th>Due</Table.Th>
            <Table.Th>Goes out</Table.Th>
            <Table.Th>Waits for</Table.Th>
            <Table.Th ta="right">Credits</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {run.activities.map((one) => (
            <Table.Tr key={one.tempId}>
              <Table.Td>
                {one.title}
                <Text size="xs" c="dimmed">
                  {words(one.type)}
                </Text>
              </Table.Td>
              <Table.Td>{dayName(one.dueOn)}</Table.Td>
              <Table.Td>{one.publishOn === null ? "–" : dayName(one.publishOn)}</Table.Td>
              <Table.Td>{one.dependsOn.map((id) => titles.get(id) ?? id).join(", ") || "–"}</Table.Td>
              <Table.Td ta="right" className="lm-tabular">
                {credits(one.credits)}
                {!one.funded && (
                  <Text size="xs" c="var(--lm-attention-ink)">
                    not paid for
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function perWeek(run: DryRun, stage: "dm" | "client"): string {
  const most = run.approvals.filter((row) => row.stage === stage).toSorted((a, b) => b.count - a.count)[0];
  return most ? `most in the week of ${dayName(most.week)}: ${most.count}` : "none";
}
