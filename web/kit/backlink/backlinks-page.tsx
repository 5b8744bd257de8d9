"use client";

import { Anchor, Button, List, Stack, Text, Timeline } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import type { Backlink, OutreachStatus } from "#schema/backlink.ts";
import { useRights } from "../auth/session.ts";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { DetailDrawer } from "../components/detail-drawer.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Facts } from "../components/facts.tsx";
import { words } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { statusLook } from "../components/status-tones.ts";
import { TwoLines } from "../components/two-lines.tsx";
import { useBacklink, useBacklinks, useMatch, useResearch } from "./queries.ts";
import { Replies } from "./replies.tsx";

const sources: Record<Backlink["sourceType"], string> = {
  outreach: "Site to write to",
  directory_opportunity: "Listing",
  competitor_gap: "Links to a competitor",
};

const columns: Column<Backlink>[] = [
  {
    key: "site",
    header: "Site",
    cell: ({ sourceDomain, sourceType, prospectType }) => (
      <TwoLines first={sourceDomain} second={prospectType ? words(prospectType) : sources[sourceType]} />
    ),
  },
  { key: "status", header: "Status", width: 150, cell: (link) => <State link={link} /> },
  { key: "rating", header: "Rating", width: 90, align: "right", cell: ({ domainRating }) => domainRating ?? "–" },
  {
    key: "fit",
    header: "Fit",
    width: 90,
    align: "right",
    cell: ({ relevanceScore }) => (relevanceScore === null ? "–" : `${relevanceScore} of 10`),
  },
  {
    key: "target",
    header: "Would link to",
    width: 260,
    hideOnCard: true,
    cell: ({ targetUrl }) => <span style={{ overflowWrap: "anywhere" }}>{targetUrl}</span>,
  },
];

/** Sites that may link to the client's, those that do, and places where it may be listed. */
export function BacklinksPage({ portal }: { portal: PortalName }) {
  const [open, setOpen] = useQueryState("link", parseAsString);
  const list = useBacklinks();
  const research = useResearch();
  const match = useMatch();
  const { can } = useRights();
  const verbs = can("activity.steer") ? (
    <>
      <Button variant="default" loading={match.isPending} onClick={() => match.mutate()}>
        Look for listings
      </Button>
      <Button loading={research.isPending} onClick={() => research.mutate({})}>
        Look for sites
      </Button>
    </>
  ) : null;
  return (
    <>
      <PageHeader
        title="Links"
        lead="Sites that may link to yours, and places where you may be listed."
        actions={verbs}
      />
      <Panel flush>
        <DataTable
          label="Links"
          list={list}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void setOpen(id)}
          empty={
            <EmptyState
              icon={IconLink}
              title="Link research runs once a month"
              text="What it finds is listed here, with why it fits and what was written."
            />
          }
        />
      </Panel>
      <DetailDrawer id={open} onClose={() => void setOpen(null)} title="Link">
        {(one) => <Body portal={portal} id={one} />}
      </DetailDrawer>
    </>
  );
}

function State({ link: { outreachStatus, opportunityStatus } }: { link: Backlink }) {
  const status = outreachStatus ?? opportunityStatus;
  return status === null ? "–" : <StatusBadge kind="backlink" status={status} />;
}

function Body({ portal, id }: { portal: PortalName; id: string }) {
  const link = useBacklink(id);
  const { campaign } = usePaths(portal);
  if (link.error && !link.data) return <ErrorBlock error={link.error} onRetry={() => void link.refetch()} />;
  if (!link.data) return <TextSkeleton lines={8} />;
  const { data } = link;
  const page = data.sourceUrl;
  return (
    <Stack gap="lg">
      <Stack gap={6}>
        <Text component="h2" fw={600} size="lg" style={{ overflowWrap: "anywhere" }}>
          {data.sourceDomain}
        </Text>
        <div>
          <State link={data} />
        </div>
      </Stack>
      <Facts
        facts={[
          ["Kind", data.prospectType ? words(data.prospectType) : sources[data.sourceType]],
          [
            "Page",
            page === null ? null : (
              <Anchor
                key="page"
                href={page}
                target="_blank"
                rel="noreferrer nofollow"
                inherit
                style={{ overflowWrap: "anywhere" }}
              >
                {page}
              </Anchor>
            ),
          ],
          ["Would link to", data.targetUrl],
          ["Rating of the site", data.domainRating],
          ["Link", data.linkType ? words(data.linkType) : null],
          ["Takes", data.minutes === null ? null : `${data.minutes} minutes`],
          [
            "Campaign",
            data.campaignId ? (
              <Anchor key="campaign" component={Link} href={campaign(data.campaignId)} inherit>
                Open the campaign
              </Anchor>
            ) : null,
          ],
        ]}
      />
      {data.pitchRationale ? <Text size="sm">{data.pitchRationale}</Text> : null}
      {data.outreachStatus ? <Way status={data.outreachStatus} /> : null}
      {data.outreachStatus ? <Replies of={`backlinks/${id}`} /> : null}
      {data.steps.length > 0 ? (
        <div>
          <Text component="h3" fw={600} size="sm" mb={6}>
            How to be listed
          </Text>
          <List type="ordered" size="sm" spacing={6}>
            {data.steps.map((step) => (
              <List.Item key={step}>{step}</List.Item>
            ))}
          </List>
        </div>
      ) : null}
      {data.notes ? (
        <Text size="sm" c="dimmed">
          {data.notes}
        </Text>
      ) : null}
    </Stack>
  );
}

const way: readonly OutreachStatus[] = ["prospecting", "outreach_sent", "responded", "agreed", "published"];

function Way({ status }: { status: OutreachStatus }) {
  const at = status === "no_response" ? 1 : way.indexOf(status);
  if (at < 0) return null;
  return (
    <Timeline bulletSize={14} lineWidth={2} active={at}>
      {way.map((step) => (
        <Timeline.Item key={step} title={statusLook("backlink", step).word} />
      ))}
    </Timeline>
  );
}
