"use client";

import { Button, Group, Stack } from "@mantine/core";
import { IconFileAnalytics, IconMessageQuestion } from "@tabler/icons-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import type { Report, ReportDetail } from "#schema/report.ts";
import { useRights } from "../auth/session.ts";
import type { PortalName } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { daySpan } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { AskDialog } from "./ask-dialog.tsx";
import { useLastMonth, useReports } from "./queries.ts";
import { ReportDrawer } from "./report-drawer.tsx";
import { Schedules } from "./schedules.tsx";

const kinds = ["all", "agent", "ai_generated", "scheduled"] as const;
const options = [
  { value: "all", label: "All" },
  { value: "agent", label: "Months" },
  { value: "ai_generated", label: "Questions" },
  { value: "scheduled", label: "Scheduled" },
] as const;

const columns: Column<Report>[] = [
  { key: "label", header: "Report", cell: ({ label }) => label },
  { key: "status", header: "Status", width: 140, cell: ({ status }) => <StatusBadge kind="report" status={status} /> },
  { key: "time", header: "Time", width: 220, cell: ({ startsOn, endsOn }) => daySpan(startsOn, endsOn) },
  { key: "made", header: "Made", width: 130, cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
];

/** What a month brought, and answers to questions about a time. */
export function ReportsPage({ portal }: { portal: PortalName }) {
  const [{ kind, report }, setPlace] = useQueryStates({
    kind: parseAsStringLiteral(kinds).withDefault("all"),
    report: parseAsString,
  });
  const [isAsking, setAsking] = useState(false);
  const list = useReports({ source: kind === "all" ? undefined : kind });
  const show = ({ id }: Pick<ReportDetail, "id">): void => void setPlace({ report: id });
  const lastMonth = useLastMonth(show);
  const { can } = useRights();
  const actions = can("report.generate") ? (
    <Group gap="xs">
      <Button variant="default" loading={lastMonth.isPending} onClick={() => lastMonth.mutate()}>
        Report last month
      </Button>
      <Button leftSection={<IconMessageQuestion size={17} aria-hidden />} onClick={() => setAsking(true)}>
        Ask a question
      </Button>
    </Group>
  ) : null;
  return (
    <>
      <PageHeader
        title="Reports"
        lead="What a month brought, and answers to questions about a time."
        actions={actions}
      />
      <Stack gap="md">
        <StatusTabs label="Kind" value={kind} options={options} onChange={(value) => void setPlace({ kind: value })} />
        <Panel flush>
          <DataTable
            label="Reports"
            list={list}
            columns={columns}
            rowKey={({ id }) => id}
            onOpen={show}
            empty={
              <EmptyState
                icon={IconFileAnalytics}
                title="Reports will be listed here"
                text="A month is reported by itself in the first days of the next, from the plan Pro on."
              />
            }
          />
        </Panel>
        {can("report.generate") ? <Schedules /> : null}
      </Stack>
      <ReportDrawer portal={portal} id={report} onClose={() => void setPlace({ report: null })} />
      <AskDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        onOrdered={(made) => {
          setAsking(false);
          show(made);
        }}
      />
    </>
  );
}
