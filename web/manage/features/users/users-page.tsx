"use client";

import { Button, Select, Text } from "@mantine/core";
import { IconUserPlus, IconUsers } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import type { UserRow } from "#schema/user.ts";
import { TenantSelect } from "../find/tenant-select.tsx";
import { useUsers } from "./queries.ts";
import { appOptions, appWords, fullName, roleOptions, roleWords, statusOptions } from "./user-words.ts";

const NewUser = dynamic(() => import("./new-user.tsx").then(({ NewUser: Loaded }) => Loaded), { ssr: false });

const tenantsShown = 1;

function Tenants({ user }: { user: UserRow }) {
  const names = user.tenants.map(({ name }) => name);
  const more = names.length - tenantsShown;
  return (
    <Text size="sm">
      {names.slice(0, tenantsShown).join(", ") || "–"}
      {more > 0 ? ` and ${more} more` : ""}
    </Text>
  );
}

const columns: Column<UserRow>[] = [
  {
    key: "name",
    header: "Name",
    cell: (user) => <TwoLines first={fullName(user)} second={user.email} />,
  },
  { key: "role", header: "Role", width: 120, cell: ({ role }) => roleWords[role] },
  {
    key: "apps",
    header: "Portals",
    width: 150,
    hideOnCard: true,
    cell: ({ appAccess }) => appAccess.map((app) => appWords[app]).join(", ") || "–",
  },
  { key: "tenants", header: "Tenants", cell: (user) => <Tenants user={user} /> },
  { key: "status", header: "Status", width: 130, cell: ({ status }) => <StatusBadge kind="user" status={status} /> },
  {
    key: "factor",
    header: "Second factor",
    width: 115,
    hideOnCard: true,
    cell: ({ secondFactor }) => (secondFactor ? "On" : "Off"),
  },
  {
    key: "seen",
    header: "Signed in",
    width: 120,
    hideOnCard: true,
    cell: ({ lastLoginAt }) => <TimeAgo at={lastLoginAt} fallback="never" />,
  },
];

const none = { q: null, role: null, app: null, status: null, tenant: null };

/** Everyone who can sign in anywhere. */
export function UsersPage() {
  const router = useRouter();
  const [isAdding, setAdding] = useState(false);
  const [{ q, role, app, status, tenant }, setFilter] = useQueryStates({
    q: parseAsString.withDefault(""),
    role: parseAsString,
    app: parseAsString,
    status: parseAsString,
    tenant: parseAsString,
  });
  const list = useUsers({ search: q, role, app, status, tenant });
  const isFiltered = q !== "" || [role, app, status, tenant].some((value) => value !== null);
  const add = (
    <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      New user
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Users"
        lead="Everyone who can sign in: the agency's people and every client's."
        actions={add}
      />
      <Panel flush>
        <FilterBar q={q} onQ={(text) => void setFilter({ q: text || null })} placeholder="Filter by name or e-mail">
          <TenantSelect value={tenant} onChange={(value) => void setFilter({ tenant: value })} />
          <Select
            aria-label="Role"
            placeholder="Any role"
            data={roleOptions}
            value={role}
            onChange={(value) => void setFilter({ role: value })}
            clearable
            clearButtonProps={{ "aria-label": "Clear the role" }}
            w={140}
          />
          <Select
            aria-label="Portal"
            placeholder="Any portal"
            data={appOptions}
            value={app}
            onChange={(value) => void setFilter({ app: value })}
            clearable
            clearButtonProps={{ "aria-label": "Clear the portal" }}
            w={140}
          />
          <Select
            aria-label="Status"
            placeholder="Any status"
            data={statusOptions}
            value={status}
            onChange={(value) => void setFilter({ status: value })}
            clearable
            clearButtonProps={{ "aria-label": "Clear the status" }}
            w={140}
          />
        </FilterBar>
        <DataTable
          label="Users"
          list={list}
          columns={columns}
          rowKey={(user) => user.id}
          rowHref={(user) => `/users/${user.id}`}
          empty={
            isFiltered ? (
              <EmptyState
                icon={IconUsers}
                title="No match"
                action={
                  <Button variant="default" onClick={() => void setFilter(none)}>
                    Clear filters
                  </Button>
                }
              />
            ) : (
              <EmptyState icon={IconUsers} title="Nobody can sign in yet" action={add} />
            )
          }
        />
      </Panel>
      {isAdding ? (
        <NewUser onClose={() => setAdding(false)} onMade={(user) => router.push(`/users/${user.id}`)} />
      ) : null}
    </>
  );
}
