"use client";

import { Alert, Anchor, Button, List, Stack, Text } from "@mantine/core";
import { IconAd2 } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import type { AdsAnalysis, AdsAnalysisDetail } from "#schema/ads-analysis.ts";
import type { Campaign } from "#schema/campaign-plan.ts";
import { wholeList } from "../api/whole-list.ts";
import { useRights } from "../auth/session.ts";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { channelsOf } from "../campaign/names.ts";
import { useCampaigns } from "../campaign/queries.ts";
import { SpendBar } from "../campaign/spend-bar.tsx";
import { type Column, DataTable } from "../components/data-table.tsx";
import { DetailDrawer } from "../components/detail-drawer.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { shortDate, words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { TwoLines } from "../components/two-lines.tsx";
import { useAdsAnalyses, useAdsAnalysis, useAnalyseAds } from "./queries.ts";

const columns: Column<AdsAnalysis>[] = [
  { key: "headline", header: "Analysis", cell: (analysis) => analysis.headline ?? timeOf(analysis) },
  {
    key: "health",
    header: "Health",
    width: 180,
    cell: ({ health, status }) =>
      health ? <StatusBadge kind="health" status={health} /> : <StatusBadge kind="work" status={status} />,
  },
  { key: "time", header: "Time", width: 190, hideOnCard: true, cell: timeOf },
  { key: "at", header: "From", width: 130, cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
];

const spending: Column<Campaign>[] = [
  {
    key: "name",
    header: "Campaign",
    cell: ({ name, channels }) => <TwoLines first={name} second={channelsOf(channels)} />,
  },
  {
    key: "status",
    header: "Status",
    width: 160,
    hideOnCard: true,
    cell: ({ status }) => <StatusBadge kind="campaign" status={status} />,
  },
  { key: "spend", header: "Spent of its budget", width: 220, cell: (campaign) => <SpendBar {...campaign} /> },
];

/** Paid campaigns at work, with what the platforms have charged of their budgets. */
export function AdSpendPanel({ portal }: { portal: PortalName }) {
  const running = useCampaigns({ type: "paid_ads", status: "active" });
  const { campaign } = usePaths(portal);
  if (running.items.length === 0 && !running.error) return null;
  return (
    <Panel title="Ad spend" flush>
      <DataTable
        label="Spend of paid campaigns"
        list={running}
        columns={spending}
        rowKey={({ id }) => id}
        rowHref={({ id }) => campaign(id)}
        empty={null}
      />
    </Panel>
  );
}

/** How the paid campaigns do, and what to change. */
export function AdsPanel({ portal }: { portal: PortalName }) {
  const [open, setOpen] = useQueryState("ads", parseAsString);
  const { can } = useRights();
  const analyse = useAnalyseAds(({ id }) => void setOpen(id));
  const order = can("insight.manage") ? (
    <Button size="xs" variant="default" loading={analyse.isPending} onClick={() => analyse.mutate()}>
      Analyse the last four weeks
    </Button>
  ) : null;
  return (
    <>
      <Panel title="Paid ads" actions={order} flush>
        <DataTable
          label="Analyses of ads"
          list={wholeList(useAdsAnalyses())}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void setOpen(id)}
          empty={
            <EmptyState
              icon={IconAd2}
              title="No analysis yet"
              text="Once Google Ads or Meta Ads is connected, what its money brings is judged here."
            />
          }
        />
      </Panel>
      <DetailDrawer id={open} onClose={() => void setOpen(null)} title="Analysis of ads">
        {(one) => <Body id={one} portal={portal} />}
      </DetailDrawer>
    </>
  );
}

function timeOf({ from, to }: AdsAnalysis): string {
  return `${shortDate(from)} to ${shortDate(to)}`;
}

function Body({ id, portal }: { id: string; portal: PortalName }) {
  const analysis = useAdsAnalysis(id);
  const { campaign } = usePaths(portal);
  if (analysis.error && !analysis.data)
    return <ErrorBlock error={analysis.error} onRetry={() => void analysis.refetch()} />;
  if (!analysis.data) return <TextSkeleton lines={8} />;
  const { data } = analysis;
  return (
    <Stack gap="lg">
      <Text component="h2" fw={600} size="lg">
        {data.headline ?? timeOf(data)}
      </Text>
      <div>
        {data.health ? (
          <StatusBadge kind="health" status={data.health} />
        ) : (
          <StatusBadge kind="work" status={data.status} />
        )}
      </div>
      {data.failureMessage ? <Alert color="red">{data.failureMessage}</Alert> : null}
      {data.wastedSpend ? (
        <Stack gap={4}>
          <Text component="h3" fw={600} size="sm">
            Spent without effect: {data.wastedSpend.amount.toLocaleString("en", { maximumFractionDigits: 2 })}
          </Text>
          <List size="sm">
            {data.wastedSpend.causes.map((cause) => (
              <List.Item key={cause}>{cause}</List.Item>
            ))}
          </List>
        </Stack>
      ) : null}
      <Performers title="What does best" performers={data.topPerformers} />
      <Performers title="What does worst" performers={data.bottomPerformers} />
      {data.recommendations.map(({ title, action, expectedEffect, proposed, whyNot }) => (
        <div key={title}>
          <Text fw={500} size="sm">
            {title}
          </Text>
          <Text size="sm">{action}</Text>
          <Text size="sm" c="dimmed">
            Expected: {expectedEffect}
          </Text>
          {proposed ? (
            <Anchor component={Link} size="sm" href={`${campaign(proposed.campaignId)}?tab=changes`}>
              Put up for decision as a change of the campaign
            </Anchor>
          ) : null}
          {whyNot ? (
            <Text size="sm" c="dimmed">
              Advice only. {whyNot}
            </Text>
          ) : null}
        </div>
      ))}
    </Stack>
  );
}

function Performers({ title, performers }: { title: string; performers: AdsAnalysisDetail["topPerformers"] }) {
  if (performers.length === 0) return null;
  return (
    <Stack gap={4}>
      <Text component="h3" fw={600} size="sm">
        {title}
      </Text>
      <List size="sm" spacing={6}>
        {performers.map(({ externalId, name, metric, value, reason }) => (
          <List.Item key={`${externalId} ${metric}`}>
            <b>{name}</b> {words(metric)} {value.toLocaleString("en", { maximumFractionDigits: 2 })}. {reason}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
