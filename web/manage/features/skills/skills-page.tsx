"use client";

import { Button, Tabs } from "@mantine/core";
import { IconBook2, IconPlus } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { type SkillRow, useSkills } from "./queries.ts";
import { firstColumn, stateColumn, usedColumn } from "./skill-columns.tsx";
import { TenantSkills } from "./tenant-skills.tsx";

const views = ["platform", "tenants"] as const;

const columns: readonly Column<SkillRow>[] = [
  firstColumn,
  stateColumn,
  usedColumn,
  { key: "version", header: "Version", width: 90, align: "right", cell: ({ version }) => version },
  { key: "changed", header: "Changed", width: 130, cell: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
];

/** Instructions that agents can load: those for every tenant, and those that tenants wrote. */
export function SkillsPage() {
  const [view, setView] = useQueryState("view", parseAsStringLiteral(views).withDefault("platform"));
  const skills = useSkills();
  const add = (
    <Button component={Link} href="/skills/new" leftSection={<IconPlus size={16} aria-hidden />}>
      Write a skill
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Skills"
        lead="Instructions that an agent loads when it needs them. A tenant's own skill of the same name wins."
        actions={add}
      />
      <Tabs value={view} onChange={(value) => void setView(value as (typeof views)[number])} keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="platform">For every tenant</Tabs.Tab>
          <Tabs.Tab value="tenants">Of tenants</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="platform">
          <Panel flush>
            <DataTable
              label="Skills"
              list={skills}
              columns={columns}
              rowKey={({ id }) => id}
              rowHref={({ id }) => `/skills/${id}`}
              empty={<EmptyState icon={IconBook2} title="No skill is written yet" action={add} />}
            />
          </Panel>
        </Tabs.Panel>
        <Tabs.Panel value="tenants">
          <TenantSkills />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
