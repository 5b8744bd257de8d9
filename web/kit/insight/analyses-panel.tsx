"use client";

import { SimpleGrid, Stack, Text } from "@mantine/core";
import { IconChartDots3 } from "@tabler/icons-react";
import { parseAsString, useQueryState } from "nuqs";
import type { Insight, InsightDetail } from "#schema/insight.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { DetailDrawer } from "../components/detail-drawer.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { signed, words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatCard } from "../components/stat-card.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { TwoLines } from "../components/two-lines.tsx";
import { useInsight, useInsights } from "./queries.ts";

const columns: Column<Insight>[] = [
  {
    key: "channel",
    header: "Channel",
    cell: ({ channelName, channelType }) => <TwoLines first={channelName} second={words(channelType)} />,
  },
  { key: "status", header: "Status", width: 160, cell: ({ status }) => <StatusBadge kind="work" status={status} /> },
  { key: "score", header: "Score", width: 90, align: "right", cell: ({ score }) => score ?? "–" },
  { key: "period", header: "Time", width: 150, cell: ({ period }) => words(period) },
  { key: "at", header: "From", width: 130, cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
];

/** How each channel does, analysis by analysis. */
export function AnalysesPanel() {
  const [open, setOpen] = useQueryState("insight", parseAsString);
  return (
    <>
      <Panel flush>
        <DataTable
          label="Analyses of channels"
          list={useInsights()}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void setOpen(id)}
          empty={
            <EmptyState
              icon={IconChartDots3}
              title="Connect a channel with 14 days of data"
              text="How each connected channel does is judged here, with what is strong and what is weak."
            />
          }
        />
      </Panel>
      <DetailDrawer id={open} onClose={() => void setOpen(null)} title="Analysis">
        {(one) => <Body id={one} />}
      </DetailDrawer>
    </>
  );
}

const lists = [
  { key: "strengths", title: "What is strong" },
  { key: "weaknesses", title: "What is weak" },
  { key: "opportunities", title: "What could be won" },
] as const;
const figuresMax = 4;

function Body({ id }: { id: string }) {
  const insight = useInsight(id);
  if (insight.error && !insight.data)
    return <ErrorBlock error={insight.error} onRetry={() => void insight.refetch()} />;
  if (!insight.data) return <TextSkeleton lines={8} />;
  const { data } = insight;
  return (
    <Stack gap="lg">
      <Text component="h2" fw={600} size="lg">
        {data.channelName}: {data.score === null ? "no score" : `${data.score} of 100`}
      </Text>
      <SimpleGrid cols={2}>
        {data.figures.slice(0, figuresMax).map(({ name, current, changePct }) => (
          <StatCard
            key={name}
            label={words(name)}
            value={current === null ? "–" : current.toLocaleString("en", { maximumFractionDigits: 1 })}
            {...(changePct === null ? {} : { hint: `${signed(changePct)} % to before` })}
          />
        ))}
      </SimpleGrid>
      {data.narrative ? <Text size="sm">{data.narrative}</Text> : null}
      {lists.map(({ key, title }) => (
        <Remarks key={key} title={title} remarks={data[key]} />
      ))}
      <Remarks title="What to do" remarks={data.recommendations} />
    </Stack>
  );
}

function Remarks({ title, remarks }: { title: string; remarks: InsightDetail["strengths"] }) {
  if (remarks.length === 0) return null;
  return (
    <Stack gap={6}>
      <Text component="h3" fw={600} size="sm">
        {title}
      </Text>
      {remarks.map((remark) => (
        <div key={remark.title}>
          <Text size="sm" fw={500}>
            {remark.title}
          </Text>
          <Text size="sm" c="dimmed">
            {remark.detail}
          </Text>
        </div>
      ))}
    </Stack>
  );
}
