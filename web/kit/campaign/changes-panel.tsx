"use client";

import { Badge, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconAdjustments, IconArrowRight, IconCheck } from "@tabler/icons-react";
import type { CampaignDetail } from "#schema/campaign-plan.ts";
import type { OptimiserOrder, Recommendation, RecommendationBatch } from "#schema/campaign-results.ts";
import { WaitingNote } from "../approval/waiting-note.tsx";
import { useRights } from "../auth/session.ts";
import type { PortalName } from "../blog/paths.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { costOf, words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { Outgoing } from "../publish/outgoing.tsx";
import { UndoButton } from "../publish/undo-button.tsx";
import { useChanges, useChangeVerb, useOptimise } from "./queries.ts";

type Agent = OptimiserOrder["agent"];
const agents: Record<Agent, string> = {
  "meta-ads-optimizer": "Look for changes in Meta Ads",
  "linkedin-ads-optimizer": "Look for changes in LinkedIn Ads",
  "seo-outreach-optimizer": "Look for changes",
  "review-campaign-optimizer": "Look for changes",
};

const amounts: readonly Recommendation["action"][] = ["change_budget", "change_bid", "set_campaign_budget"];

/** What agents would change in a campaign at work, batch by batch; people decide each batch. */
export function ChangesPanel({ portal, campaign }: { portal: PortalName; campaign: CampaignDetail }) {
  const changes = useChanges(campaign.id);
  const run = useOptimise(campaign.id);
  const { can } = useRights();
  if (changes.error && !changes.data)
    return <ErrorBlock error={changes.error} onRetry={() => void changes.refetch()} />;
  if (!changes.data) return <TextSkeleton lines={8} />;
  const batches = changes.data.items;
  const isBusy = batches.some(({ status }) => status === "preparing");
  const orders = can("campaign.decide_dm") && (campaign.status === "active" || campaign.status === "paused");
  const buttons = orders
    ? agentsFor(campaign).map((agent) => (
        <Button
          key={agent}
          size="xs"
          variant="default"
          disabled={isBusy}
          loading={run.isPending}
          onClick={() => run.mutate(agent)}
        >
          {agents[agent]}
        </Button>
      ))
    : [];
  return (
    <Stack gap="md">
      <WaitingNote portal={portal} kind="optimisation" subjectIds={batches.map(({ id }) => id)} />
      {buttons.length > 0 && batches.length > 0 ? <Group gap="xs">{buttons}</Group> : null}
      {batches.length === 0 ? (
        <Panel>
          <EmptyState
            icon={IconAdjustments}
            title="No changes were proposed"
            text="Once the campaign is at work, what its numbers advise is proposed here."
            action={buttons.length > 0 ? <Group gap="xs">{buttons}</Group> : null}
          />
        </Panel>
      ) : (
        batches.map((batch) => <Batch key={batch.id} campaign={campaign} batch={batch} />)
      )}
    </Stack>
  );
}

function agentsFor({ type, channels }: CampaignDetail): Agent[] {
  if (type === "review_generation") return ["review-campaign-optimizer"];
  if (type === "seo_outreach" || type === "email_outreach") return ["seo-outreach-optimizer"];
  return [
    ...(channels.includes("meta_ads") ? (["meta-ads-optimizer"] as const) : []),
    ...(channels.includes("linkedin_ads") ? (["linkedin-ads-optimizer"] as const) : []),
  ];
}

function Batch({ campaign, batch }: { campaign: CampaignDetail; batch: RecommendationBatch }) {
  const campaignId = campaign.id;
  const said = batch.note ?? batch.reason;
  return (
    <Panel
      title={words(batch.agent)}
      aside={<StatusBadge kind="batch" status={batch.status} size="sm" />}
      actions={
        <Text size="xs" c="dimmed">
          <TimeAgo at={batch.createdAt} />
        </Text>
      }
    >
      <Stack gap="lg">
        {said ? <Text size="sm">{said}</Text> : null}
        {batch.recommendations.map((change) => (
          <Change key={change.id} campaign={campaign} batch={batch} change={change} />
        ))}
        <Outgoing
          attempt={batch.publish}
          path={`/tenant/v1/optimisations/${batch.id}/apply`}
          label="Make the changes"
          what="The ad account is set as agency and client decided."
          isReady={batch.status === "client_approved" || (batch.status === "failed" && batch.publish !== null)}
          invalidates={`/tenant/v1/campaigns/${campaignId}`}
        />
        <UndoButton batch={batch} invalidates={`/tenant/v1/campaigns/${campaignId}`} />
        {batch.recommendations.length === 0 && !said ? (
          <Text size="sm" c="dimmed">
            {batch.status === "preparing" ? "The numbers are being read." : "Nothing was proposed."}
          </Text>
        ) : null}
      </Stack>
    </Panel>
  );
}

interface ChangeProps {
  campaign: CampaignDetail;
  batch: RecommendationBatch;
  change: Recommendation;
}

function Change({ campaign, batch, change }: ChangeProps) {
  const move = useChangeVerb(campaign.id);
  const { can } = useRights();
  const isOut = change.status === "dismissed";
  const mayMove = batch.status === "proposed" && can("campaign.decide_dm");
  const isDecided = batch.status === "client_approved" || batch.status === "applied";
  const mayTick = isDecided && isByHand(change) && can("campaign.decide_dm");
  return (
    <Stack gap={6} opacity={isOut ? 0.6 : 1}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <Group gap={8}>
          <Text fw={600}>{change.title}</Text>
          <Badge variant="default" size="sm">
            {words(change.kind)}
          </Badge>
          {change.risk === "low" ? null : <StatusBadge kind="risk" status={change.risk} size="sm" />}
          {change.maker === "person" ? (
            <Badge variant="light" size="sm">
              by hand
            </Badge>
          ) : null}
          {isOut ? <Text size="sm">left out</Text> : null}
        </Group>
        {mayMove ? (
          <Button
            size="xs"
            variant="default"
            loading={move.isPending}
            onClick={() => move.mutate({ changeId: change.id, verb: isOut ? "restore" : "dismiss" })}
            aria-label={`${isOut ? "Take back in" : "Leave out"}: ${change.title}`}
          >
            {isOut ? "Take back in" : "Leave out"}
          </Button>
        ) : null}
        {mayTick ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconCheck size={15} aria-hidden />}
            loading={move.isPending}
            onClick={() => move.mutate({ changeId: change.id, verb: "done" })}
            aria-label={`Done: ${change.title}`}
          >
            It is done
          </Button>
        ) : null}
      </Group>
      <State batch={batch} change={change} />
      <Group gap={8} wrap="wrap">
        <Text size="sm" c="dimmed">
          {worded(campaign, change, change.from) || "nothing"}
        </Text>
        <IconArrowRight size={14} aria-label="becomes" />
        <Text size="sm" fw={600}>
          {worded(campaign, change, change.to)}
        </Text>
      </Group>
      <Text size="sm">{change.why}</Text>
      <Text size="sm" c="dimmed">
        Expected: {change.expectedEffect}
      </Text>
      {change.evidence.length > 0 ? (
        <List size="sm" c="dimmed">
          {change.evidence.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      ) : null}
    </Stack>
  );
}

const isByHand = ({ maker, status }: Recommendation): boolean => maker === "person" && status === "open";

// Amounts are in the money of the ad account, or of the campaign where no account has told of any.
function worded({ linked, budget }: CampaignDetail, { action }: Recommendation, value: string): string {
  if (!/^\d+$/.test(value) || !amounts.includes(action)) return value;
  const [one, ...others] = new Set(linked.flatMap(({ spent }) => spent?.currency ?? []));
  const currency = others.length === 0 && action !== "set_campaign_budget" ? one : undefined;
  return costOf(Number(value), currency ?? budget?.currency);
}

/** What became of a change, or who is to make it. */
function State({ batch, change }: Pick<ChangeProps, "batch" | "change">) {
  if (change.status === "applied")
    return (
      <Text size="sm">
        {change.appliedBy ? "Made by hand" : "Made"}
        {change.appliedAt ? (
          <>
            {" "}
            <TimeAgo at={change.appliedAt} />
          </>
        ) : null}
      </Text>
    );
  if (change.status === "failed")
    return <Text size="sm">Not made. {change.outcome ?? "The ad account did not take it."}</Text>;
  if (!isByHand(change)) return null;
  return (
    <Text size="sm" c="dimmed">
      {batch.status === "applied" || batch.status === "client_approved"
        ? "Nothing here can make this change: a person makes it by hand and ticks it off."
        : "Nothing here can make this change: once it is approved, a person makes it by hand."}
    </Text>
  );
}
