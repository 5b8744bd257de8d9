"use client";
import { Button, Group, Select } from "@mantine/core";
import { IconMessagePlus, IconPencilPlus } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { useList } from "#kit/api/use-list.ts";
import { pathsOf } from "#kit/blog/paths.ts";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { shortDate } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { statusLook } from "#kit/components/status-tones.ts";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { type ContentRequest, RequestStatus } from "#schema/request.ts";
import { useClients } from "../shell/queries.ts";

const filters = { tenantId: parseAsString, status: parseAsString };
const columns: Column<ContentRequest>[] = [
  { key: "topic", header: "Topic", cell: (row) => row.topic },
  { key: "client", header: "Client", cell: (row) => row.tenantName, width: 200 },
  { key: "status", header: "Status", cell: (row) => <StatusBadge kind="request" status={row.status} />, width: 150 },
  { key: "by", header: "Asked by", cell: (row) => row.requestedBy.name, width: 160, hideOnCard: true },
  {
    key: "wanted",
    header: "Wanted on",
    cell: (row) => (row.wantedOn === null ? "–" : shortDate(row.wantedOn)),
    width: 110,
  },
  { key: "created", header: "Asked", cell: (row) => <TimeAgo at={row.createdAt} />, width: 130, hideOnCard: true },
];

/** What the clients have asked for. */
export function RequestsPage() {
  const clients = useClients();
  const [filter, setFilter] = useQueryStates(filters);
  const list = useList<ContentRequest>("/dm/v1/requests", filter);
  const isFiltered = filter.tenantId !== null || filter.status !== null;
  return (
    <>
      <PageHeader
        title="Requests"
        lead="What your clients have asked for."
        actions={
          filter.tenantId ? (
            <Button
              component={Link}
              href={`/t/${filter.tenantId}/requests/new`}
              leftSection={<IconPencilPlus size={17} aria-hidden />}
            >
              Order a post
            </Button>
          ) : null
        }
      />
      <Panel flush>
        <Group gap="sm" p="sm">
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
            aria-label="Status"
            placeholder="Any status"
            clearable
            data={RequestStatus.options.map((value) => ({ value, label: statusLook("request", value).word }))}
            value={filter.status}
            onChange={(status) => void setFilter({ status })}
          />
        </Group>
        <DataTable
          label="Requests"
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowHref={(row) => pathsOf("dm", row.tenantId).request(row.id)}
          empty={
            <EmptyState
              icon={IconMessagePlus}
              title={isFiltered ? "No match" : "No requests"}
              text={isFiltered ? "No request fits these filters." : "When a client asks for a post, it appears here."}
            />
          }
        />
      </Panel>
    </>
  );
}
