"use client";
import { Button, Group, Select } from "@mantine/core";
import { parseAsString, useQueryStates } from "nuqs";
import { ApprovalQueue } from "#kit/approval/approval-queue.tsx";
import { words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { ApprovalKind, ApprovalStatus, Risk } from "#schema/approval.ts";
import { useClients } from "../shell/queries.ts";

const filters = {
  tenantId: parseAsString,
  kind: parseAsString,
  risk: parseAsString,
  status: parseAsString.withDefault("pending"),
};

function options(values: readonly string[]) {
  return values.map((value) => ({ value, label: words(value) }));
}

/** What waits for a decision at all clients; the filters live in the address. */
export function ApprovalsPage() {
  const clients = useClients();
  const [filter, setFilter] = useQueryStates(filters);
  const isFiltered =
    filter.tenantId !== null || filter.kind !== null || filter.risk !== null || filter.status !== "pending";
  return (
    <>
      <PageHeader title="Approvals" lead="Everything that waits for a decision, at all your clients." />
      <Group gap="sm" mb="lg">
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
          aria-label="Kind"
          placeholder="Any kind"
          clearable
          data={options(ApprovalKind.options)}
          value={filter.kind}
          onChange={(kind) => void setFilter({ kind })}
        />
        <Select
          size="xs"
          flex="1 1 8rem"
          maw={220}
          aria-label="Risk"
          placeholder="Any risk"
          clearable
          data={options(Risk.options)}
          value={filter.risk}
          onChange={(risk) => void setFilter({ risk })}
        />
        <Select
          size="xs"
          flex="1 1 8rem"
          maw={220}
          aria-label="State"
          allowDeselect={false}
          data={options(ApprovalStatus.options)}
          value={filter.status}
          onChange={(status) => void setFilter({ status })}
        />
        {isFiltered && (
          <Button size="xs" variant="subtle" onClick={() => void setFilter(null)}>
            Clear filters
          </Button>
        )}
      </Group>
      <ApprovalQueue portal="dm" filter={filter} filtered={isFiltered} />
    </>
  );
}
