"use client";

import { Button, Group, List, Modal, Stack, Text, Textarea, Timeline } from "@mantine/core";
import { IconFileText, IconPencil, IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import type { CampaignBrief, CampaignDetail, CampaignWork } from "#schema/campaign-plan.ts";
import { fixedList } from "../api/whole-list.ts";
import type { PortalName } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { count, shortDate, words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { BriefDialog } from "./brief-dialog.tsx";
import { channelWords } from "./names.ts";
import { OrderedWork } from "./ordered-work.tsx";
import { useBrief } from "./queries.ts";

type Place = CampaignBrief["channelPlan"][number];
const places: Column<Place>[] = [
  { key: "channel", header: "Channel", width: 160, cell: ({ channel }) => channelWords[channel] },
  { key: "role", header: "What it does", cell: ({ role }) => role },
  { key: "share", header: "Budget", width: 90, align: "right", cell: ({ budgetSharePct }) => `${budgetSharePct} %` },
  {
    key: "target",
    header: "Measured by",
    width: 220,
    cell: ({ kpi, target }) => (target > 0 ? `${words(kpi)}: ${count(target)}` : words(kpi)),
  },
];

interface Props {
  portal: PortalName;
  campaign: CampaignDetail;
  mayWrite: boolean;
}

/** What the campaign is to do, and how; written by an agent or by hand, decided with the campaign. */
export function BriefPanel({ portal, campaign, mayWrite }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [isWriting, setWriting] = useState(false);
  const isBusy = campaign.atWork.includes("campaign-brief-writer");
  const { brief } = campaign;
  const write = mayWrite ? (
    <Group gap="xs" justify="center">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPencil size={15} aria-hidden />}
        disabled={isBusy}
        onClick={() => setWriting(true)}
      >
        {brief ? "Change by hand" : "Write it by hand"}
      </Button>
      <Button
        size="xs"
        variant={brief ? "default" : "filled"}
        leftSection={<IconSparkles size={15} aria-hidden />}
        disabled={isBusy}
        onClick={() => setAsking(true)}
      >
        {brief ? "Have it written anew" : "Have the brief written"}
      </Button>
    </Group>
  ) : null;
  return (
    <>
      {brief ? (
        <Brief portal={portal} brief={brief} work={campaign.work} actions={write} />
      ) : (
        <Panel>
          <EmptyState
            icon={IconFileText}
            title={isBusy ? "The brief is being written" : "No brief yet"}
            text="The campaign is decided by its brief: what it is to do, for whom, where, and how it is measured."
            action={write}
          />
        </Panel>
      )}
      <Modal opened={isAsking} onClose={() => setAsking(false)} title="Have the brief written">
        <Ask campaign={campaign} onDone={() => setAsking(false)} />
      </Modal>
      <BriefDialog opened={isWriting} onClose={() => setWriting(false)} campaign={campaign} />
    </>
  );
}

function Ask({ campaign, onDone }: { campaign: CampaignDetail; onDone: () => void }) {
  const [notes, setNotes] = useState(campaign.notes ?? "");
  const write = useBrief(campaign.id, onDone);
  return (
    <Stack>
      <Textarea
        data-autofocus
        label="What it should heed (optional)"
        autosize
        minRows={3}
        maxLength={4_000}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button loading={write.isPending} onClick={() => write.mutate(notes.trim())}>
          Write it
        </Button>
      </Group>
    </Stack>
  );
}

interface BriefProps {
  portal: PortalName;
  brief: CampaignBrief;
  work: CampaignWork[];
  actions: React.ReactNode;
}

function Brief({ portal, brief, work, actions }: BriefProps) {
  return (
    <Stack gap="md">
      <Panel title="What it is to do" actions={actions}>
        <Stack gap="sm">
          <Text>{brief.objective}</Text>
          <Text size="sm" c="dimmed">
            {brief.audienceSummary}
          </Text>
          {brief.offer ? <Text size="sm">Offer: {brief.offer}</Text> : null}
        </Stack>
      </Panel>
      <Panel title="What it says">
        <Points points={brief.keyMessages} none="No messages are named." />
      </Panel>
      <Panel title="Where it speaks" flush>
        <DataTable
          label="Channels of the campaign"
          list={fixedList(brief.channelPlan)}
          columns={places}
          rowKey={({ channel }) => channel}
          empty={<EmptyState compact title="No channels are named" />}
        />
      </Panel>
      {brief.timeline.length > 0 ? (
        <Panel title="When">
          <Timeline bulletSize={14} lineWidth={2} active={-1}>
            {brief.timeline.map(({ date, milestone }) => (
              <Timeline.Item key={`${date} ${milestone}`} title={shortDate(date)}>
                <Text size="sm">{milestone}</Text>
              </Timeline.Item>
            ))}
          </Timeline>
        </Panel>
      ) : null}
      <Panel title="What has to be made" {...(work.length > 0 ? { flush: true } : {})}>
        {work.length > 0 ? (
          <OrderedWork portal={portal} work={work} />
        ) : (
          <Points
            points={brief.contentNeeds.map(
              ({ activityType, quantity, date }) =>
                `${quantity} × ${words(activityType)}${date ? ` by ${shortDate(date)}` : ""}`,
            )}
            none="Nothing beyond what is there."
          />
        )}
      </Panel>
      {brief.risks.length > 0 ? (
        <Panel title="What may go wrong">
          <Points points={brief.risks} none="" />
        </Panel>
      ) : null}
    </Stack>
  );
}

function Points({ points, none }: { points: readonly string[]; none: string }) {
  if (points.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {none}
      </Text>
    );
  return (
    <List size="sm" spacing={6}>
      {points.map((point) => (
        <List.Item key={point}>{point}</List.Item>
      ))}
    </List>
  );
}
