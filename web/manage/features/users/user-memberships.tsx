"use client";

import { Button } from "@mantine/core";
import { IconBuildings, IconSpy } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { fixedList } from "#kit/api/whole-list.ts";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { Panel } from "#kit/components/panel.tsx";
import type { UserDetail } from "#schema/user.ts";
import { fullName, placeWords } from "./user-words.ts";

const ImpersonateDialog = dynamic(
  () => import("../impersonation/impersonate-dialog.tsx").then(({ ImpersonateDialog: Loaded }) => Loaded),
  { ssr: false },
);

type Place = UserDetail["tenants"][number];

/** Clients the person belongs to, on either side; as one of a client's people they can be impersonated there. */
export function UserMemberships({ user }: { user: UserDetail }) {
  const [place, setPlace] = useState<Place | null>(null);
  const columns: Column<Place>[] = [
    { key: "tenant", header: "Tenant", cell: ({ name }) => name },
    { key: "role", header: "As", cell: placeWords },
    {
      key: "act",
      header: "Act as",
      width: 140,
      cell: (row) =>
        row.side === "client" && user.status === "active" ? (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconSpy size={14} aria-hidden />}
            aria-label={`Impersonate ${fullName(user)} at ${row.name}`}
            onClick={() => setPlace(row)}
          >
            Impersonate
          </Button>
        ) : (
          "–"
        ),
    },
  ];
  return (
    <Panel title="Tenants" flush>
      <DataTable
        label="Tenants"
        list={fixedList(user.tenants)}
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/tenants/${id}?tab=people`}
        empty={<EmptyState compact icon={IconBuildings} title="Belongs to no tenant" />}
      />
      {place ? (
        <ImpersonateDialog
          tenant={place}
          person={{ id: user.id, name: fullName(user) }}
          onClose={() => setPlace(null)}
        />
      ) : null}
    </Panel>
  );
}
