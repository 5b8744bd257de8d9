"use client";

import { Alert, Button, Stack, Switch, Text } from "@mantine/core";
import { IconMessageReport, IconPencil, IconRobot } from "@tabler/icons-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { type CampaignDetail, selfSteering } from "#schema/campaign-plan.ts";
import { WaitingNote } from "../approval/waiting-note.tsx";
import { useRights } from "../auth/session.ts";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { ErrorBlock } from "../components/error-block.tsx";
import { Facts } from "../components/facts.tsx";
import { words } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { AudiencesPanel } from "./audiences-panel.tsx";
import { BriefPanel } from "./brief-panel.tsx";
import { CampaignDialog } from "./campaign-dialog.tsx";
import { CampaignVerbs } from "./campaign-verbs.tsx";
import { ChangesPanel } from "./changes-panel.tsx";
import { MessagesPanel } from "./messages-panel.tsx";
import { budgetOf, channelsOf, datesOf, goalWords, typeWords } from "./names.ts";
import { useAutoPilot, useCampaign } from "./queries.ts";
import { ResultsPanel } from "./results-panel.tsx";
import { SpendPanel } from "./spend-panel.tsx";
import { TermsPanel } from "./terms-panel.tsx";

const tabs = ["brief", "audience", "messages", "results", "changes", "terms"] as const;
type Tab = (typeof tabs)[number];
const labels: Record<Tab, string> = {
  brief: "Brief",
  audience: "Audience",
  messages: "Messages",
  results: "Results",
  changes: "Proposed changes",
  terms: "Search terms",
};

/** One campaign: what it is to do, for whom, with which words, what it reached, and what decides it. */
export function CampaignPage({ portal, id }: { portal: PortalName; id: string }) {
  const campaign = useCampaign(id);
  const { campaigns } = usePaths(portal);
  if (campaign.error && !campaign.data)
    return (
      <ErrorBlock
        error={campaign.error}
        title="The campaign could not be loaded."
        onRetry={() => void campaign.refetch()}
      />
    );
  if (!campaign.data) return <TextSkeleton lines={12} />;
  return <Loaded portal={portal} campaign={campaign.data} listHref={campaigns} />;
}

function Loaded({ portal, campaign, listHref }: { portal: PortalName; campaign: CampaignDetail; listHref: string }) {
  const shown = tabs.filter((tab) => isShown(tab, campaign));
  const [chosen, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("brief"));
  const tab = shown.includes(chosen) ? chosen : "brief";
  const [isEditing, setEditing] = useState(false);
  const { can } = useRights();
  const isOpen = ["draft", "dm_review"].includes(campaign.status);
  const mayWrite = can("campaign.create") && isOpen && campaign.type !== "email_outreach";
  const panels: Record<Tab, () => ReactNode> = {
    brief: () => <BriefPanel portal={portal} campaign={campaign} mayWrite={mayWrite} />,
    audience: () => <AudiencesPanel campaign={campaign} mayWrite={mayWrite} />,
    messages: () => <MessagesPanel campaign={campaign} mayWrite={isOpen && can("activity.steer")} />,
    results: () => <ResultsPanel campaign={campaign} />,
    changes: () => <ChangesPanel portal={portal} campaign={campaign} />,
    terms: () => <TermsPanel campaign={campaign} />,
  };
  return (
    <>
      <PageHeader
        title={campaign.name}
        badge={<StatusBadge kind="campaign" status={campaign.status} />}
        lead={`${typeWords[campaign.type]} · ${goalWords[campaign.goal]} · version ${campaign.version}`}
        crumbs={[{ label: "Campaigns", href: listHref }]}
        actions={
          <>
            {mayWrite ? (
              <Button
                variant="default"
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => setEditing(true)}
              >
                Change
              </Button>
            ) : null}
            <CampaignVerbs campaign={campaign} />
          </>
        }
      />
      <Stack gap="md">
        <WaitingNote portal={portal} kind="campaign" subjectIds={[campaign.id]} />
        {campaign.decisionNote ? (
          <Alert color="yellow" icon={<IconMessageReport size={18} aria-hidden />} title="Sent back">
            {campaign.decisionNote}
          </Alert>
        ) : null}
        {campaign.atWork.length > 0 ? (
          <Alert color="blue" icon={<IconRobot size={18} aria-hidden />} role="status">
            {campaign.atWork.map(words).join(", ")} {campaign.atWork.length === 1 ? "is" : "are"} at work on it; what
            comes of it appears here by itself.
          </Alert>
        ) : null}
        <Panel>
          <Facts
            facts={[
              ["Where", channelsOf(campaign.channels)],
              ["When", datesOf(campaign)],
              ["Budget", budgetOf(campaign)],
              ...(campaign.notes ? [["The brief should heed", campaign.notes] as const] : []),
              ...(selfSteering.includes(campaign.type)
                ? [["Changes to decide", <AutoPilot key="pilot" campaign={campaign} />] as const]
                : []),
            ]}
          />
        </Panel>
        <SpendPanel campaign={campaign} />
        <StatusTabs
          label="Part"
          value={tab}
          options={shown.map((value) => ({ value, label: labels[value] }))}
          onChange={(value) => void setTab(value)}
        />
        {panels[tab]()}
      </Stack>
      <CampaignDialog opened={isEditing} onClose={() => setEditing(false)} campaign={campaign} />
    </>
  );
}

function isShown(tab: Tab, { type }: CampaignDetail): boolean {
  if (tab === "messages") return type === "review_generation";
  if (tab === "changes") return selfSteering.includes(type) || type === "email_outreach";
  if (tab === "terms") return type === "paid_ads";
  return tab !== "audience" || !["email_outreach", "seo_outreach"].includes(type);
}

function AutoPilot({ campaign }: { campaign: CampaignDetail }) {
  const set = useAutoPilot(campaign.id);
  const { can } = useRights();
  if (!can("tenant_settings.edit"))
    return <Text size="sm">{campaign.autoPilot ? "Prepared by themselves" : "Only when asked for"}</Text>;
  return (
    <Switch
      size="sm"
      label={campaign.autoPilot ? "Prepared by themselves" : "Only when asked for"}
      checked={campaign.autoPilot}
      disabled={set.isPending}
      onChange={(event) => set.mutate(event.currentTarget.checked)}
    />
  );
}
