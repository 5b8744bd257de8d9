"use client";
import { Group, MultiSelect, Select } from "@mantine/core";
import { IconActivity } from "@tabler/icons-react";
import { parseAsArrayOf, parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { type ReactNode, useMemo } from "react";
import { type Activity, ActivityStatus, ActivityType } from "#schema/activity.ts";
import { type PortalName, pathsOf } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { credits, words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { statusLook } from "../components/status-tones.ts";
import { TimeAgo } from "../components/time-ago.tsx";
import { MineChip } from "../task/mine-chip.tsx";
import { Due } from "../task/my-tasks.tsx";
import { doerOf } from "../task/names.ts";
import { HeldUp } from "./held-up.tsx";
import { useActivities } from "./queries.ts";
import classes from "./run.module.css";

const filters = {
  status: parseAsArrayOf(parseAsString).withDefault([]),
  type: parseAsString,
  mine: parseAsBoolean.withDefault(false),
};
const changed: Column<Activity> = {
  key: "updated",
  header: "Changed",
  cell: (row) => <TimeAgo at={row.updatedAt} />,
  width: 140,
};
const due: Column<Activity> = { key: "due", header: "Due", cell: (row) => <Due task={row} />, width: 140 };

function columnsFor(withClient: boolean, isMine: boolean): Column<Activity>[] {
  const client: Column<Activity> = { key: "client", header: "Client", cell: (row) => row.tenantName, width: 200 };
  return [
    {
      key: "title",
      header: "Activity",
      cell: (row) => (
        <span className={classes["activity"]}>
          <span>{row.title}</span>
          <span className={classes["facts"]}>
            {row.ref} · {words(row.type)}
          </span>
        </span>
      ),
    },
    ...(withClient ? [client] : []),
    { key: "status", header: "Status", cell: (row) => <ActivityState activity={row} />, width: 220 },
    {
      key: "agent",
      header: "Who",
      cell: (row) => doerOf({ doer: row.doer, assignee: row.assignee?.name ?? null }),
      width: 170,
      hideOnCard: true,
    },
    {
      key: "credits",
      header: "Credits",
      cell: (row) => credits(row.creditsCost),
      width: 90,
      align: "right",
      hideOnCard: true,
    },
    isMine ? due : changed,
  ];
}

/** Status with what holds it up, if anything. */
export function ActivityState({ activity }: { activity: Activity }) {
  return (
    <Group gap={4}>
      <StatusBadge kind="activity" status={activity.status} />
      <HeldUp of={activity} />
    </Group>
  );
}

interface Props {
  portal: PortalName;
  /** DM portal: only this client's, without the client column. */
  tenantId?: string;
  /** Heading of the list, where the page has other parts. */
  title?: string;
  actions?: ReactNode;
}

/** The work of the agents, newest first; filters live in the address. */
export function ActivityList({ portal, tenantId, title, actions }: Props) {
  const [filter, setFilter] = useQueryStates(filters);
  const list = useActivities(portal, { ...filter, ...(tenantId === undefined ? {} : { tenantId }) });
  const withClient = portal === "dm" && tenantId === undefined;
  const columns = useMemo(() => columnsFor(withClient, filter.mine), [withClient, filter.mine]);
  const isFiltered = filter.status.length > 0 || filter.type !== null || filter.mine;
  return (
    <Panel flush {...(title === undefined ? {} : { title })} actions={actions}>
      <Group gap="sm" p="sm" className={classes["filters"] ?? ""}>
        <MultiSelect
          size="xs"
          flex="1 1 8rem"
          maw={220}
          aria-label="Status"
          placeholder={filter.status.length === 0 ? "Any status" : ""}
          clearable
          data={ActivityStatus.options.map((value) => ({ value, label: statusLook("activity", value).word }))}
          value={filter.status}
          onChange={(status) => void setFilter({ status })}
        />
        <Select
          size="xs"
          flex="1 1 8rem"
          maw={220}
          aria-label="Kind of work"
          placeholder="Any kind"
          clearable
          data={ActivityType.options.map((value) => ({ value, label: words(value) }))}
          value={filter.type}
          onChange={(type) => void setFilter({ type })}
        />
        <MineChip checked={filter.mine} onChange={(mine) => void setFilter({ mine })} />
      </Group>
      <DataTable
        label="Activities"
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        rowHref={(row) => pathsOf(portal, row.tenantId).activity(row.id)}
        empty={
          <EmptyState
            icon={IconActivity}
            title={isFiltered ? "No match" : "No activities yet"}
            text={
              isFiltered
                ? "No activity fits these filters."
                : "Once a request is approved, the agents' work shows here as it happens."
            }
          />
        }
      />
    </Panel>
  );
}
