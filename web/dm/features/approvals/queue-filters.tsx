"use client";
import { Button, Group, Select } from "@mantine/core";
import { parseAsString, useQueryStates } from "nuqs";
import { words } from "#kit/components/format.ts";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { statusLook } from "#kit/components/status-tones.ts";
import { type ApprovalCount, ApprovalStatus, Risk } from "#schema/approval.ts";
import { useClients } from "../shell/queries.ts";

const filters = {
  tenantId: parseAsString,
  kind: parseAsString,
  risk: parseAsString,
  status: parseAsString.withDefault("pending"),
};

/** What of the queue is shown; it lives in the address. */
export function useQueueFilter() {
  return useQueryStates(filters);
}

const all = "all";

function sumOf(counts: readonly ApprovalCount[], fits: (row: ApprovalCount) => boolean): number {
  return counts.filter(fits).reduce((sum, { count }) => sum + count, 0);
}

/** Queues by risk and by kind with what waits in each, and the client. */
export function QueueFilters({ counts }: { counts: readonly ApprovalCount[] }) {
  const clients = useClients();
  const [filter, setFilter] = useQueueFilter();
  const isOpen = filter.status === "pending";
  const labelled = (label: string, count: number) => (isOpen ? `${label} ${count}` : label);
  const ofKind = (row: ApprovalCount) => filter.kind === null || row.kind === filter.kind;
  const ofRisk = (row: ApprovalCount) => filter.risk === null || row.risk === filter.risk;
  const kinds = [...new Set([...counts.filter(ofRisk).map(({ kind }) => kind), ...(filter.kind ? [filter.kind] : [])])];
  const isFiltered = filter.tenantId !== null || filter.kind !== null || filter.risk !== null || !isOpen;
  return (
    <>
      <StatusTabs
        label="Risk"
        value={filter.risk ?? all}
        options={[
          { value: all, label: labelled("Any risk", sumOf(counts, ofKind)) },
          ...[...Risk.options].reverse().map((risk) => ({
            value: risk as string,
            label: labelled(
              statusLook("risk", risk).word,
              sumOf(counts, (row) => row.risk === risk && ofKind(row)),
            ),
          })),
        ]}
        onChange={(risk) => void setFilter({ risk: risk === all ? null : risk })}
      />
      <StatusTabs
        label="Kind"
        value={filter.kind ?? all}
        options={[
          { value: all, label: labelled("Any kind", sumOf(counts, ofRisk)) },
          ...kinds.toSorted().map((kind) => ({
            value: kind as string,
            label: labelled(
              words(kind),
              sumOf(counts, (row) => row.kind === kind && ofRisk(row)),
            ),
          })),
        ]}
        onChange={(kind) => void setFilter({ kind: kind === all ? null : kind })}
      />
      <Group gap="sm" my="md">
        <Select
          size="xs"
          flex="1 1 8rem"
          maw={220}
          aria-label="Client"
          placeholder="All clients"
          clearable
          searchable
          data={clients.data?.items.map((client) => ({ value: client.id, label: client.name })) ?? []}
          value={filter.tenantId}
          onChange={(tenantId) => void setFilter({ tenantId })}
        />
        <Select
          size="xs"
          flex="1 1 8rem"
          maw={220}
          aria-label="State"
          allowDeselect={false}
          data={ApprovalStatus.options.map((value) => ({ value, label: words(value) }))}
          value={filter.status}
          onChange={(status) => void setFilter({ status })}
        />
        {isFiltered && (
          <Button size="xs" variant="subtle" onClick={() => void setFilter(null)}>
            Clear filters
          </Button>
        )}
      </Group>
    </>
  );
}
