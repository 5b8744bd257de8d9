"use client";

import { Button, Stack, Text } from "@mantine/core";
import { IconStethoscope } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { SiteAudit } from "#schema/site-audit.ts";
import { wholeList } from "../api/whole-list.ts";
import { useRights } from "../auth/session.ts";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { signed } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { TwoLines } from "../components/two-lines.tsx";
import { CodeChanges } from "./code-changes.tsx";
import { areaWords } from "./names.ts";
import { useAudits, useOrderAudit } from "./queries.ts";

const tabs = ["audits", "changes"] as const;
const options = [
  { value: "audits", label: "Audits" },
  { value: "changes", label: "Changes to the site" },
] as const;

const columns: Column<SiteAudit>[] = [
  {
    key: "domain",
    header: "Site",
    cell: ({ domain, focusAreas }) => (
      <TwoLines
        first={domain}
        second={focusAreas.length === 0 ? "everything" : focusAreas.map((area) => areaWords[area]).join(", ")}
      />
    ),
  },
  { key: "status", header: "Status", width: 130, cell: ({ status }) => <StatusBadge kind="work" status={status} /> },
  { key: "score", header: "Score", width: 120, align: "right", cell: (audit) => <Score audit={audit} /> },
  { key: "at", header: "From", width: 140, cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
];

/** Audits of the client's site, and the changes that came of them. */
export function AuditsPage({ portal }: { portal: PortalName }) {
  const [{ tab, change }, setPlace] = useQueryStates({
    tab: parseAsStringLiteral(tabs).withDefault("audits"),
    change: parseAsString,
  });
  const paths = usePaths(portal);
  const router = useRouter();
  const { can } = useRights();
  const order = useOrderAudit(({ id }) => router.push(paths.audit(id)));
  const list = wholeList(useAudits());
  const run = can("insight.manage") ? (
    <Button
      leftSection={<IconStethoscope size={17} aria-hidden />}
      loading={order.isPending}
      onClick={() => order.mutate([])}
    >
      Audit the site
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title="Site audits"
        lead="What keeps the site from being found, and what to do first."
        actions={run}
      />
      <Stack gap="md">
        <StatusTabs label="Part" value={tab} options={options} onChange={(value) => void setPlace({ tab: value })} />
        {tab === "changes" ? (
          <CodeChanges portal={portal} open={change} onOpen={(id) => void setPlace({ change: id })} />
        ) : (
          <Panel flush>
            <DataTable
              label="Site audits"
              list={list}
              columns={columns}
              rowKey={({ id }) => id}
              rowHref={({ id }) => paths.audit(id)}
              empty={
                <EmptyState
                  icon={IconStethoscope}
                  title="Run the first audit"
                  text="It reads the newest crawl of the site and says what to mend, in which order."
                  action={run}
                />
              }
            />
          </Panel>
        )}
      </Stack>
    </>
  );
}

function Score({ audit: { technicalScore, scoreDelta } }: { audit: SiteAudit }) {
  if (technicalScore === null) return "–";
  return (
    <span className="lm-tabular">
      {technicalScore}
      {scoreDelta ? (
        <Text span size="xs" c="dimmed">
          {" "}
          ({signed(scoreDelta)})
        </Text>
      ) : null}
    </span>
  );
}
