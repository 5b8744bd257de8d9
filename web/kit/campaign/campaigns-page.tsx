"use client";

import { Button, Select } from "@mantine/core";
import { IconPlus, IconSpeakerphone } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { CampaignStatus, CampaignType } from "#schema/campaign.ts";
import type { Campaign } from "#schema/campaign-plan.ts";
import { useRights } from "../auth/session.ts";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { optionsOf } from "../components/options.ts";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { statusLook } from "../components/status-tones.ts";
import { TwoLines } from "../components/two-lines.tsx";
import { CampaignDialog } from "./campaign-dialog.tsx";
import { channelsOf, datesOf, goalWords, typeWords } from "./names.ts";
import { useCampaigns } from "./queries.ts";
import { SpendBar } from "./spend-bar.tsx";

const columns: Column<Campaign>[] = [
  { key: "name", header: "Name", cell: ({ name, type }) => <TwoLines first={name} second={typeWords[type]} /> },
  {
    key: "status",
    header: "Status",
    width: 150,
    cell: ({ status }) => <StatusBadge kind="campaign" status={status} />,
  },
  { key: "channels", header: "Where", width: 170, hideOnCard: true, cell: ({ channels }) => channelsOf(channels) },
  { key: "goal", header: "Goal", width: 130, hideOnCard: true, cell: ({ goal }) => goalWords[goal] },
  { key: "dates", header: "When", width: 210, cell: (campaign) => datesOf(campaign) },
  { key: "budget", header: "Budget", width: 200, cell: (campaign) => <SpendBar {...campaign} /> },
];

/** What is done over some weeks for one aim, on one or several channels. */
export function CampaignsPage({ portal }: { portal: PortalName }) {
  const [{ status, type }, setFilter] = useQueryStates({
    status: parseAsStringLiteral(CampaignStatus.options),
    type: parseAsStringLiteral(CampaignType.options),
  });
  const [isAdding, setAdding] = useState(false);
  const list = useCampaigns({ status: status ?? undefined, type: type ?? undefined });
  const { can } = useRights();
  const router = useRouter();
  const paths = usePaths(portal);
  const add = can("campaign.create") ? (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setAdding(true)}>
      New campaign
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title="Campaigns" lead="What runs for some weeks towards one aim, the newest first." actions={add} />
      <Panel flush>
        <FilterBar>
          <Select
            size="xs"
            aria-label="Kind"
            placeholder="Any kind"
            clearable
            data={optionsOf(typeWords)}
            value={type}
            onChange={(value) => void setFilter({ type: value as typeof type })}
          />
          <Select
            size="xs"
            aria-label="Status"
            placeholder="Any status"
            clearable
            data={CampaignStatus.options.map((value) => ({ value, label: statusLook("campaign", value).word }))}
            value={status}
            onChange={(value) => void setFilter({ status: value as typeof status })}
          />
        </FilterBar>
        <DataTable
          label="Campaigns"
          list={list}
          columns={columns}
          rowKey={({ id }) => id}
          rowHref={({ id }) => paths.campaign(id)}
          empty={
            status || type ? (
              <EmptyState
                icon={IconSpeakerphone}
                title="No match"
                action={
                  <Button size="xs" variant="default" onClick={() => void setFilter(null)}>
                    Clear filters
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={IconSpeakerphone}
                title="Campaigns will be listed here"
                text="Say what one is for and where it speaks; brief and audiences are then written for you."
                action={add}
              />
            )
          }
        />
      </Panel>
      <CampaignDialog
        opened={isAdding}
        onClose={() => setAdding(false)}
        onSaved={({ id }) => router.push(paths.campaign(id))}
      />
    </>
  );
}
