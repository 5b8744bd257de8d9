"use client";

import { Button, Checkbox, Group, Select, Text } from "@mantine/core";
import { IconMailOff } from "@tabler/icons-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import type { DeadLetterRow } from "#schema/dead-letter.ts";
import { queueNames } from "#schema/queues.ts";
import { TenantSelect } from "../find/tenant-select.tsx";
import { HandleDialog, type Meant } from "./handle-dialog.tsx";
import { LetterBadge } from "./letter-badge.tsx";
import { LetterDrawer } from "./letter-drawer.tsx";
import { useDeadLetters } from "./queries.ts";

const states = ["open", "redriven", "discarded", "all"] as const;
const stateOptions = [
  { value: "open", label: "Open" },
  { value: "redriven", label: "Ordered anew" },
  { value: "discarded", label: "Discarded" },
  { value: "all", label: "All" },
] as const;
const queueOptions = [...queueNames, "outbox", "scheduler__due"];
const chosenMax = 50;

/** Jobs that used up their attempts: looked at, ordered anew, or put aside. */
export function DeadLettersPage() {
  const [{ status, queue, code, tenantId, letter }, setFilter] = useQueryStates({
    status: parseAsStringLiteral(states).withDefault("open"),
    ...{ queue: parseAsString, code: parseAsString, tenantId: parseAsString, letter: parseAsString },
  });
  const list = useDeadLetters({ status, queue, code, tenantId });
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [meant, setMeant] = useState<Meant | null>(null);
  const ids = list.items.filter((row) => row.status === "open" && picked.has(row.id)).map((row) => row.id);
  const isFiltered = queue !== null || code !== null || tenantId !== null;
  const pick = (id: string, isOn: boolean): void => {
    const next = new Set(picked);
    if (isOn) next.add(id);
    else next.delete(id);
    setPicked(next);
  };
  const columns: readonly Column<DeadLetterRow>[] = [
    {
      key: "queue",
      header: "Queue",
      cell: (row) => <TwoLines first={row.queue} second={row.errorMessage.slice(0, 160)} />,
    },
    {
      key: "pick",
      header: "Choose",
      width: 80,
      cell: (row) => (
        <Checkbox
          aria-label={`Choose ${row.queue}, ${row.id}`}
          disabled={row.status !== "open" || (ids.length >= chosenMax && !picked.has(row.id))}
          checked={picked.has(row.id) && row.status === "open"}
          onChange={(event) => pick(row.id, event.currentTarget.checked)}
        />
      ),
    },
    { key: "state", header: "Status", width: 140, cell: (row) => <LetterBadge status={row.status} /> },
    { key: "code", header: "Code", width: 130, cell: ({ errorCode }) => errorCode ?? "–" },
    { key: "tenant", header: "Tenant", width: 150, cell: ({ tenantName }) => tenantName ?? "Platform" },
    { key: "attempts", header: "Tries", width: 70, align: "right", hideOnCard: true, cell: ({ attempts }) => attempts },
    { key: "last", header: "Last failed", width: 130, cell: ({ lastFailedAt }) => <TimeAgo at={lastFailedAt} /> },
  ];
  return (
    <>
      <PageHeader title="Dead letters" lead="Jobs that used up their attempts. Nothing tries them again by itself." />
      <Panel flush>
        <FilterBar>
          <StatusTabs
            label="State"
            value={status}
            options={stateOptions}
            onChange={(value) => void setFilter({ status: value })}
          />
          <Select
            aria-label="Queue"
            placeholder="Any queue"
            data={queueOptions}
            value={queue}
            onChange={(value) => void setFilter({ queue: value })}
            searchable
            clearable
            clearButtonProps={{ "aria-label": "Clear the queue" }}
            w={190}
          />
          <TenantSelect value={tenantId} onChange={(value) => void setFilter({ tenantId: value })} />
          {code === null ? null : (
            <Button variant="default" onClick={() => void setFilter({ code: null })}>
              Code {code} ×
            </Button>
          )}
        </FilterBar>
        {ids.length > 0 ? (
          <Group px="md" py="xs" gap="sm" role="status">
            <Text size="sm">{ids.length} chosen</Text>
            <Button size="xs" onClick={() => setMeant({ verb: "redrive", choice: { ids }, count: ids.length })}>
              Order anew
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => setMeant({ verb: "discard", choice: { ids }, count: ids.length })}
            >
              Discard
            </Button>
          </Group>
        ) : null}
        <DataTable
          label="Dead letters"
          list={list}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void setFilter({ letter: id })}
          empty={
            isFiltered ? (
              <EmptyState
                icon={IconMailOff}
                title="No match"
                action={
                  <Button variant="default" onClick={() => void setFilter({ queue: null, code: null, tenantId: null })}>
                    Clear filters
                  </Button>
                }
              />
            ) : (
              <EmptyState icon={IconMailOff} title="Every job came to its end" />
            )
          }
        />
      </Panel>
      {letter === null ? null : (
        <LetterDrawer
          id={letter}
          onClose={() => void setFilter({ letter: null })}
          onHandle={setMeant}
          onSame={(row) => void setFilter({ queue: row.queue, code: row.errorCode, letter: null })}
        />
      )}
      {meant ? (
        <HandleDialog
          meant={meant}
          onClose={() => setMeant(null)}
          onDone={() => {
            setMeant(null);
            setPicked(new Set());
            void setFilter({ letter: null });
          }}
        />
      ) : null}
    </>
  );
}
