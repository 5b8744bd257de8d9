"use client";

import { Button, Select } from "@mantine/core";
import { IconBuildingPlus, IconBuildings } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { useRegions, useTenants } from "./queries.ts";
import { tenantColumns } from "./tenant-columns.tsx";
import { planOptions, statusOptions } from "./tenant-words.ts";

const sorts = ["-createdAt", "name", "-spend"] as const;
const sortOptions = [
  { value: "-createdAt", label: "Newest" },
  { value: "name", label: "Name" },
  { value: "-spend", label: "Spend this month" },
];

/** Every client of the platform; the filters live in the address. */
export function TenantsPage() {
  const [{ q, status, plan, region, sort }, setFilter] = useQueryStates({
    q: parseAsString.withDefault(""),
    status: parseAsString,
    plan: parseAsString,
    region: parseAsString,
    sort: parseAsStringLiteral(sorts).withDefault("-createdAt"),
  });
  const list = useTenants({ search: q, status, plan, region, sort });
  const regions = useRegions().data?.items ?? [];
  const isFiltered = q !== "" || status !== null || plan !== null || region !== null;
  return (
    <>
      <PageHeader
        title="Tenants"
        lead="Every client of the platform: what they bought, how they stand, what they cost."
        actions={<CreateButton />}
      />
      <Panel flush>
        <FilterBar q={q} onQ={(text) => void setFilter({ q: text || null })} placeholder="Filter by name">
          <Select
            aria-label="Status"
            placeholder="Any status"
            data={statusOptions}
            value={status}
            onChange={(value) => void setFilter({ status: value })}
            clearable
            clearButtonProps={{ "aria-label": "Clear the status" }}
            w={150}
          />
          <Select
            aria-label="Plan"
            placeholder="Any plan"
            data={planOptions}
            value={plan}
            onChange={(value) => void setFilter({ plan: value })}
            clearable
            clearButtonProps={{ "aria-label": "Clear the plan" }}
            w={140}
          />
          <Select
            aria-label="Region"
            placeholder="Any region"
            data={regions.map(({ code, name }) => ({ value: code, label: name }))}
            value={region}
            onChange={(value) => void setFilter({ region: value })}
            clearable
            clearButtonProps={{ "aria-label": "Clear the region" }}
            w={150}
          />
          <Select
            aria-label="Sort by"
            data={sortOptions}
            value={sort}
            onChange={(value) => void setFilter({ sort: value as (typeof sorts)[number] })}
            allowDeselect={false}
            w={180}
            ml="auto"
          />
        </FilterBar>
        <DataTable
          label="Tenants"
          list={list}
          columns={tenantColumns}
          rowKey={(tenant) => tenant.id}
          rowHref={(tenant) => `/tenants/${tenant.id}`}
          empty={
            isFiltered ? (
              <EmptyState
                icon={IconBuildings}
                title="No match"
                action={
                  <Button
                    variant="default"
                    onClick={() => void setFilter({ q: null, status: null, plan: null, region: null })}
                  >
                    Clear filters
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={IconBuildings}
                title="No tenant yet"
                text="Create the first tenant, or wait for a company to sign up."
                action={<CreateButton />}
              />
            )
          }
        />
      </Panel>
    </>
  );
}

function CreateButton() {
  return (
    <Button component={Link} href="/tenants/new" leftSection={<IconBuildingPlus size={16} aria-hidden />}>
      Create tenant
    </Button>
  );
}
