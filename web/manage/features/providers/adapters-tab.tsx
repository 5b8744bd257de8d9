"use client";

import { Button } from "@mantine/core";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { parseAsString, useQueryState } from "nuqs";
import { wholeList } from "#kit/api/whole-list.ts";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import type { Adapter } from "#schema/adapter.ts";
import { useAdapters } from "./queries.ts";

const AdapterDrawer = dynamic(() => import("./adapter-drawer.tsx").then(({ AdapterDrawer: Loaded }) => Loaded), {
  ssr: false,
});
const NewAdapter = dynamic(() => import("./new-adapter.tsx").then(({ NewAdapter: Loaded }) => Loaded), { ssr: false });

/** How the last call of an adapter to see whether it answers went. */
function CheckBadge({ lastCheck }: Pick<Adapter, "lastCheck">) {
  if (!lastCheck) return <ToneBadge tone="unknown">Never checked</ToneBadge>;
  return <ToneBadge tone={lastCheck.ok ? "done" : "failed"}>{lastCheck.ok ? "Answers" : "Fails"}</ToneBadge>;
}

const columns: readonly Column<Adapter>[] = [
  { key: "name", header: "Adapter", cell: ({ name, baseUrl }) => <TwoLines first={name} second={baseUrl} /> },
  {
    key: "state",
    header: "Status",
    width: 90,
    cell: ({ enabled }) => <ToneBadge tone={enabled ? "done" : "waiting"}>{enabled ? "On" : "Off"}</ToneBadge>,
  },
  { key: "kind", header: "Kind", width: 110, cell: ({ kind, local }) => (local ? `${kind}, local` : kind) },
  {
    key: "models",
    header: "Cheap, standard, expensive",
    hideOnCard: true,
    cell: ({ models }) => `${models.cheap}, ${models.standard}, ${models.expensive}`,
  },
  {
    key: "key",
    header: "Key",
    width: 90,
    hideOnCard: true,
    cell: ({ hasKey, keyLast4 }) => (hasKey ? `…${keyLast4 ?? ""}` : "None"),
  },
  {
    key: "priority",
    header: "Priority",
    width: 80,
    align: "right",
    hideOnCard: true,
    cell: ({ priority }) => priority,
  },
  { key: "check", header: "Last check", width: 150, cell: ({ lastCheck }) => <CheckBadge lastCheck={lastCheck} /> },
  {
    key: "checked",
    header: "Checked",
    width: 120,
    cell: ({ lastCheck }) => <TimeAgo at={lastCheck?.at ?? null} fallback="–" />,
  },
];

/** Every way to models. */
export function AdaptersTab() {
  const adapters = useAdapters();
  const [open, setOpen] = useQueryState("adapter", parseAsString);
  const shown = adapters.data?.items.find(({ id }) => id === open);
  const add = (
    <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => void setOpen("new")}>
      Add an adapter
    </Button>
  );
  return (
    <Panel title="Adapters" flush actions={add}>
      <DataTable
        label="Adapters"
        list={wholeList(adapters)}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void setOpen(id)}
        empty={<EmptyState icon={IconPlugConnected} title="No model can be reached yet" action={add} />}
      />
      {shown ? <AdapterDrawer adapter={shown} onClose={() => void setOpen(null)} /> : null}
      {open === "new" ? <NewAdapter onClose={() => void setOpen(null)} /> : null}
    </Panel>
  );
}
