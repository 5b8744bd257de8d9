"use client";

import { Alert, SimpleGrid, Stack, Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import type { SiteAction, SiteAuditDetail } from "#schema/site-audit.ts";
import { fixedList } from "../api/whole-list.ts";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { count, shortDate, signed } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatCard } from "../components/stat-card.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { FindingsPanel } from "./findings-panel.tsx";
import { effortWords, levelWords, ownerWords } from "./names.ts";
import { useAudit } from "./queries.ts";

const actions: Column<SiteAction>[] = [
  { key: "title", header: "What to do", cell: ({ order, title }) => `${order}. ${title}` },
  { key: "effort", header: "Effort", width: 90, cell: ({ effort }) => effortWords[effort] },
  { key: "impact", header: "Effect", width: 90, cell: ({ impact }) => levelWords[impact] },
  { key: "owner", header: "By", width: 130, cell: ({ owner }) => ownerWords[owner] },
];

/** One audit: its score, what to do in which order, and every finding with what it rests on. */
export function AuditPage({ portal, id }: { portal: PortalName; id: string }) {
  const audit = useAudit(id);
  if (audit.error && !audit.data)
    return (
      <ErrorBlock error={audit.error} title="The audit could not be loaded." onRetry={() => void audit.refetch()} />
    );
  if (!audit.data) return <TextSkeleton lines={12} />;
  return <Loaded portal={portal} audit={audit.data} />;
}

function Loaded({ portal, audit }: { portal: PortalName; audit: SiteAuditDetail }) {
  const { audits } = usePaths(portal);
  const router = useRouter();
  const of = (severity: string) =>
    audit.findings.filter((finding) => finding.severity === severity && finding.status === "open").length;
  const delta = audit.scoreDelta ?? 0;
  return (
    <>
      <PageHeader
        title={`Audit of ${audit.domain}`}
        name="Audit"
        badge={<StatusBadge kind="work" status={audit.status} />}
        lead={`From ${shortDate(audit.createdAt)}`}
        crumbs={[{ label: "Site audits", href: audits }]}
      />
      <Stack gap="md">
        {audit.failureMessage ? (
          <Alert color="red" title="The audit failed">
            {audit.failureMessage}
          </Alert>
        ) : null}
        <SimpleGrid cols={{ base: 2, md: 4 }}>
          <StatCard
            label="Score"
            value={audit.technicalScore ?? "–"}
            hint={delta === 0 ? "of 100" : `of 100, ${signed(delta)} since the last`}
          />
          <StatCard label="Critical" value={count(of("critical"))} tone="failed" />
          <StatCard label="Warnings" value={count(of("warning"))} tone="attention" />
          <StatCard label="Opportunities" value={count(of("opportunity"))} tone="waiting" />
        </SimpleGrid>
        {audit.summary ? (
          <Panel title="In short">
            <Text size="sm">{audit.summary}</Text>
          </Panel>
        ) : null}
        <Panel title="What to do first" flush>
          <DataTable
            label="What to do first"
            list={fixedList(audit.actions)}
            columns={actions}
            rowKey={({ order }) => String(order)}
            empty={<EmptyState compact title={isUnderWay(audit) ? "The audit is under way" : "Nothing to do"} />}
          />
        </Panel>
        <FindingsPanel
          audit={audit}
          onFixed={({ codeChangeId }) => router.push(`${audits}?tab=changes&change=${codeChangeId}`)}
        />
      </Stack>
    </>
  );
}

function isUnderWay({ status }: SiteAuditDetail): boolean {
  return status === "queued" || status === "running";
}
