"use client";

import { Drawer, Stack } from "@mantine/core";
import { IconBook2 } from "@tabler/icons-react";
import { parseAsString, useQueryStates } from "nuqs";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { Markdown } from "#kit/components/markdown.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { TenantSkill } from "#schema/skill.ts";
import { TenantSelect } from "../find/tenant-select.tsx";
import { useTenantSkill, useTenantSkills } from "./queries.ts";
import { firstColumn, stateColumn } from "./skill-columns.tsx";

type Row = Omit<TenantSkill, "body">;

const columns: readonly Column<Row>[] = [
  firstColumn,
  { key: "tenant", header: "Tenant", width: 170, cell: ({ tenantName }) => tenantName },
  stateColumn,
  {
    key: "instead",
    header: "Instead of ours",
    width: 130,
    cell: ({ overrides }) => (overrides ? "Yes" : "No"),
  },
  { key: "changed", header: "Changed", width: 130, cell: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
];

/** Skills that tenants wrote for themselves, to read. */
export function TenantSkills() {
  const [{ tenant, skill }, setFilter] = useQueryStates({ tenant: parseAsString, skill: parseAsString });
  const list = useTenantSkills(tenant);
  return (
    <Panel flush>
      <FilterBar>
        <TenantSelect value={tenant} onChange={(value) => void setFilter({ tenant: value })} />
      </FilterBar>
      <DataTable
        label="Skills of tenants"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void setFilter({ skill: id })}
        empty={
          <EmptyState
            icon={IconBook2}
            title={tenant === null ? "No tenant has written a skill yet" : "This tenant has no skill of its own"}
          />
        }
      />
      {skill === null ? null : <Reader id={skill} onClose={() => void setFilter({ skill: null })} />}
    </Panel>
  );
}

function Reader({ id, onClose }: { id: string; onClose: () => void }) {
  const skill = useTenantSkill(id);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={skill.data ? `${skill.data.name} of ${skill.data.tenantName}` : "Skill"}
    >
      {skill.isError ? (
        <ErrorBlock error={skill.error} title="It could not be loaded." onRetry={() => void skill.refetch()} />
      ) : skill.data ? (
        <Stack>
          {skill.data.description}
          <Markdown look="plain">{skill.data.body}</Markdown>
        </Stack>
      ) : (
        <TextSkeleton lines={10} />
      )}
    </Drawer>
  );
}
