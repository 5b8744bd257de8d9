"use client";
import { Button, Group, MultiSelect, Select, Stack, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { count, credits, words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { statusLook } from "#kit/components/status-tones.ts";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { agentNames } from "#schema/agent.ts";
import { type ListedRun, RunStatus } from "#schema/run.ts";
import { costOf } from "./cost.ts";
import { useRuns } from "./queries.ts";

const filters = { agent: parseAsString, status: parseAsArrayOf(parseAsString).withDefault([]) };

const columns: Column<ListedRun>[] = [
  { key: "run", header: "Run", cell: (run) => <What run={run} /> },
  { key: "status", header: "Status", cell: (run) => <StatusBadge kind="run" status={run.status} />, width: 150 },
  { key: "model", header: "Model", cell: (run) => run.model, width: 170, hideOnCard: true },
  {
    key: "tokens",
    header: "Tokens",
    cell: (run) => count(run.inputTokens + run.outputTokens),
    width: 90,
    align: "right",
    hideOnCard: true,
  },
  {
    key: "credits",
    header: "Credits",
    cell: (run) => credits(run.credits),
    width: 90,
    align: "right",
    hideOnCard: true,
  },
  { key: "cost", header: "Cost", cell: costOf, width: 100, align: "right" },
  { key: "queued", header: "Queued", cell: (run) => <TimeAgo at={run.queuedAt} />, width: 130 },
];

function What({ run }: { run: ListedRun }) {
  return (
    <Stack component="span" gap={2} display="inline-flex">
      <span>{words(run.agent)}</span>
      <Text component="span" size="xs" c="dimmed">
        {run.activityTitle ?? words(run.subject?.type ?? run.wakeReason)} · v{run.version}
        {run.attempt > 1 ? ` · try ${run.attempt}` : ""}
      </Text>
    </Stack>
  );
}

/** Every run of the client's agents; agent and status live in the address. */
export function RunsPage({ tenantId }: { tenantId: string }) {
  const [filter, setFilter] = useQueryStates(filters);
  const list = useRuns({ ...filter, tenantId });
  const isFiltered = filter.agent !== null || filter.status.length > 0;
  return (
    <>
      <PageHeader title="Runs" lead="What each agent did for this client: its words, its tools, its price." />
      <Panel flush>
        <Group gap="sm" p="sm">
          <Select
            size="xs"
            flex="1 1 8rem"
            maw={240}
            aria-label="Agent"
            placeholder="Any agent"
            clearable
            searchable
            data={agentNames.map((value) => ({ value: value as string, label: words(value) }))}
            value={filter.agent}
            onChange={(agent) => void setFilter({ agent })}
          />
          <MultiSelect
            size="xs"
            flex="1 1 8rem"
            maw={240}
            aria-label="Status"
            placeholder={filter.status.length === 0 ? "Any status" : ""}
            clearable
            data={RunStatus.options.map((value) => ({ value, label: statusLook("run", value).word }))}
            value={filter.status}
            onChange={(status) => void setFilter({ status })}
          />
          {isFiltered && (
            <Button size="xs" variant="subtle" onClick={() => void setFilter(null)}>
              Clear filters
            </Button>
          )}
        </Group>
        <DataTable
          label="Runs"
          list={list}
          columns={columns}
          rowKey={(run) => run.id}
          rowHref={(run) => `/t/${run.tenantId}/runs/${run.id}`}
          empty={
            <EmptyState
              icon={IconPlayerPlay}
              title={isFiltered ? "No match" : "No runs yet"}
              text={
                isFiltered
                  ? "No run fits these filters."
                  : "As soon as an agent begins to work for this client, its run shows here."
              }
            />
          }
        />
      </Panel>
    </>
  );
}
