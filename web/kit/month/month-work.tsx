"use client";
import { Button, Stack } from "@mantine/core";
import { IconFilterOff, IconListCheck } from "@tabler/icons-react";
import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { MonthGraph } from "#schema/month.ts";
import { useActiveTenant } from "../api/tenant-store.ts";
import { type PortalName, pathsOf } from "../blog/paths.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Panel } from "../components/panel.tsx";
import { CardsSkeleton, TableSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { ActivityList } from "../run/activity-list.tsx";
import { AddTask } from "../task/add-task.tsx";
import { BoardView } from "./board-view.tsx";
import { CalendarView } from "./calendar-view.tsx";
import { DryRunPanel } from "./dry-run-panel.tsx";
import { GraphView } from "./graph-view.tsx";
import { MonthFilters, MonthSwitcher, type MonthView, monthViews } from "./month-bar.tsx";
import { MonthSummary } from "./month-summary.tsx";
import { monthOf, monthsToChoose, rowOf } from "./months.ts";
import { useMonth, useMonths } from "./queries.ts";
import { matching } from "./work.ts";
import { WorkTable } from "./work-table.tsx";

const monthLike = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const parsers = {
  view: parseAsStringLiteral(monthViews).withDefault("list"),
  month: parseAsString,
  status: parseAsArrayOf(parseAsString).withDefault([]),
  type: parseAsString,
  agent: parseAsString,
  mine: parseAsBoolean.withDefault(false),
};

interface Props {
  portal: PortalName;
  /** DM portal: the client. */
  tenantId?: string;
}

/** The work of the agents: all of it as a list, or one month as list, board, calendar and dependencies. Everything chosen is in the address. */
export function MonthWork({ portal, tenantId }: Props) {
  const [chosen, setChosen] = useQueryStates(parsers);
  const months = useMonths();
  const running = monthOf(new Date());
  const planned = months.data?.items ?? [];
  const asked = chosen.month !== null && monthLike.test(chosen.month) ? chosen.month : null;
  const newest = planned.find(({ status }) => status !== "cancelled")?.startsOn.slice(0, 7);
  const month = asked ?? (chosen.view === "list" ? null : rowOf(planned, running) ? running : (newest ?? running));
  return (
    <>
      <MonthSwitcher
        view={chosen.view}
        onView={(view) => void setChosen({ view, month })}
        month={month}
        months={monthsToChoose(planned, month ?? running)}
        onMonth={(next) => void setChosen({ month: next })}
      />
      {month === null ? (
        <ActivityList
          portal={portal}
          title="All work"
          actions={<AddTask />}
          {...(tenantId === undefined ? {} : { tenantId })}
        />
      ) : months.isError ? (
        <ErrorBlock error={months.error} onRetry={() => void months.refetch()} />
      ) : months.isPending ? (
        <CardsSkeleton />
      ) : (
        <OfMonth key={month} portal={portal} month={month} id={rowOf(planned, month)?.id ?? null} view={chosen.view} />
      )}
    </>
  );
}

interface OfMonthProps {
  portal: PortalName;
  month: string;
  id: string | null;
  view: MonthView;
}

function OfMonth({ portal, month, id, view }: OfMonthProps) {
  const graph = useMonth(id);
  if (id === null) return <DryRunPanel month={month} />;
  if (graph.isPending) return <TableSkeleton label="Loading the month" />;
  if (graph.isError) return <ErrorBlock error={graph.error} onRetry={() => void graph.refetch()} />;
  return <Loaded portal={portal} graph={graph.data} view={view} month={month} />;
}

function Loaded({ portal, graph, view, month }: Omit<OfMonthProps, "id"> & { graph: MonthGraph }) {
  const [chosen, setChosen] = useQueryStates(parsers);
  const tenantId = useActiveTenant();
  const hrefOf = (id: string) => pathsOf(portal, tenantId).activity(id);
  const nodes = matching(graph.nodes, chosen);
  const clear = () => void setChosen({ status: [], type: null, agent: null, mine: false });
  return (
    <Stack gap="lg">
      <MonthSummary month={graph} />
      <Panel
        title="Work of the month"
        aside={<StatusBadge kind="month" status={graph.status} size="sm" />}
        actions={<AddTask />}
        flush
      >
        <MonthFilters nodes={graph.nodes} filter={chosen} onFilter={(change) => void setChosen(change)} />
        {graph.nodes.length === 0 ? (
          <EmptyState
            icon={IconListCheck}
            title={graph.status === "planning" ? "The month is being planned" : "No work is planned in this month"}
            text={graph.status === "planning" ? "Its pieces appear here as soon as the planner is done." : undefined}
          />
        ) : nodes.length === 0 ? (
          <EmptyState
            icon={IconFilterOff}
            title="No match"
            text="No piece of this month fits these filters."
            action={
              <Button variant="default" size="xs" onClick={clear}>
                Clear filters
              </Button>
            }
          />
        ) : (
          <View view={view} month={month} nodes={nodes} hrefOf={hrefOf} />
        )}
      </Panel>
    </Stack>
  );
}

type ViewProps = Pick<OfMonthProps, "view" | "month"> & { nodes: MonthGraph["nodes"]; hrefOf: (id: string) => string };

function View({ view, month, nodes, hrefOf }: ViewProps) {
  switch (view) {
    case "list":
      return <WorkTable nodes={nodes} hrefOf={hrefOf} />;
    case "board":
      return <BoardView nodes={nodes} hrefOf={hrefOf} />;
    case "calendar":
      return <CalendarView month={month} nodes={nodes} hrefOf={hrefOf} />;
    case "graph":
      return <GraphView nodes={nodes} hrefOf={hrefOf} />;
  }
}
