"use client";

import { Button, Select, Stack, Text } from "@mantine/core";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { statusLook } from "../components/status-tones.ts";
import { TimeAgo } from "../components/time-ago.tsx";
import { TwoLines } from "../components/two-lines.tsx";
import { CalendarPanel } from "./calendar-panel.tsx";
import { kinds, type Listed, listed } from "./kinds.ts";
import type { PieceKind } from "./piece-kinds.ts";
import { usePieces } from "./queries.ts";

const views = [
  { value: "list", label: "List" },
  { value: "calendar", label: "Calendar" },
] as const;
const name: Column<Listed> = {
  key: "title",
  header: "Title",
  cell: ({ title, about }) => <TwoLines first={title} second={about} />,
};
const status: Column<Listed> = {
  key: "status",
  header: "Status",
  width: 190,
  cell: (piece) => <StatusBadge kind="piece" status={piece.status} />,
};
const out: Column<Listed> = {
  key: "out",
  header: "Goes out",
  width: 140,
  cell: ({ outAt, plannedAt }) =>
    outAt === null && plannedAt !== null ? (
      <Text span inherit c="dimmed">
        Planned <TimeAgo at={plannedAt} />
      </Text>
    ) : (
      <TimeAgo at={outAt} />
    ),
};
const changed: Column<Listed> = {
  key: "changed",
  header: "Changed",
  width: 140,
  cell: ({ updatedAt }) => <TimeAgo at={updatedAt} />,
};

/** The client's content of one kind. */
export function PiecesPage({ portal, kind }: { portal: PortalName; kind: PieceKind }) {
  const [view, setView] = useQueryState("view", parseAsStringLiteral(["list", "calendar"]).withDefault("list"));
  const { title, lead } = kinds[kind];
  return (
    <>
      <PageHeader title={title} lead={lead} />
      <Stack gap="md">
        {kind === "social" ? (
          <StatusTabs label="View" value={view} options={views} onChange={(value) => void setView(value)} />
        ) : null}
        {kind === "social" && view === "calendar" ? (
          <CalendarPanel portal={portal} />
        ) : (
          <PiecesTable portal={portal} kind={kind} />
        )}
      </Stack>
    </>
  );
}

function PiecesTable({ portal, kind }: { portal: PortalName; kind: PieceKind }) {
  const [of, setOf] = useQueryState("status", parseAsString);
  const { title, empty, icon, statuses } = kinds[kind];
  const pieces = usePieces(kind, of);
  const paths = usePaths(portal);
  const list = { ...pieces, items: pieces.items.map(listed) };
  const isDated = kind === "social" || kind === "gbp";
  return (
    <Panel flush>
      <FilterBar>
        <Select
          size="xs"
          aria-label="Status"
          placeholder="Any status"
          clearable
          data={statuses.map((value) => ({ value, label: statusLook("piece", value).word }))}
          value={of}
          onChange={(value) => void setOf(value)}
        />
      </FilterBar>
      <DataTable
        label={title}
        list={list}
        columns={[name, status, ...(isDated ? [out] : []), changed]}
        rowKey={({ id }) => id}
        rowHref={({ id }) => paths.piece(kind, id)}
        empty={
          of ? (
            <EmptyState
              icon={icon}
              title="No match"
              action={
                <Button size="xs" variant="default" onClick={() => void setOf(null)}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <EmptyState icon={icon} title="Nothing here yet" text={empty} />
          )
        }
      />
    </Panel>
  );
}
