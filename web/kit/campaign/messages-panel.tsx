"use client";

import { Button, Stack, Text } from "@mantine/core";
import { IconMessages, IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import type { CampaignDetail } from "#schema/campaign-plan.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Facts } from "../components/facts.tsx";
import { count, words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { AskingDialog } from "./asking-dialog.tsx";
import { channelWords } from "./names.ts";
import { useMessages } from "./queries.ts";

/** How customers are asked for reviews: on which channel, after how long, in which words. */
export function MessagesPanel({ campaign, mayWrite }: { campaign: CampaignDetail; mayWrite: boolean }) {
  const requests = useMessages(campaign.id);
  const [isAsking, setAsking] = useState(false);
  if (requests.error && !requests.data)
    return <ErrorBlock error={requests.error} onRetry={() => void requests.refetch()} />;
  if (!requests.data) return <TextSkeleton lines={8} />;
  const { asking, messages } = requests.data;
  const write = mayWrite ? (
    <Button
      size="xs"
      variant={messages.length > 0 ? "default" : "filled"}
      leftSection={<IconSparkles size={15} aria-hidden />}
      onClick={() => setAsking(true)}
    >
      {messages.length > 0 ? "Have them written anew" : "Have messages written"}
    </Button>
  ) : null;
  return (
    <Stack gap="md">
      {asking ? (
        <Panel title="How customers are asked" actions={write}>
          <Facts
            facts={[
              ["Reviews are written at", `${words(asking.target)}, ${asking.locationName}`],
              ["Link", asking.reviewUrl],
              ["Tone", asking.tone],
              ["People", count(asking.audienceSize)],
              ["At most a day", count(asking.throttlePerDay)],
              ["The same person again after", `${asking.minDaysBetweenAsks} days`],
            ]}
          />
        </Panel>
      ) : null}
      {messages.length === 0 ? (
        <Panel>
          <EmptyState
            icon={IconMessages}
            title="No messages yet"
            text="Each person gets them in order, and none after having written a review."
            action={asking ? null : write}
          />
        </Panel>
      ) : (
        messages.map(({ id, channel, delayHours, subject, body }, at) => (
          <Panel key={id} title={`${at + 1}. ${channelWords[channel]}, ${delay(delayHours)}`}>
            {subject ? <Text fw={600}>{subject}</Text> : null}
            <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
              {body}
            </Text>
          </Panel>
        ))
      )}
      <AskingDialog campaignId={campaign.id} asking={asking} opened={isAsking} onClose={() => setAsking(false)} />
    </Stack>
  );
}

function delay(hours: number): string {
  if (hours === 0) return "at once";
  return hours % 24 === 0 ? `after ${hours / 24} ${hours === 24 ? "day" : "days"}` : `after ${hours} hours`;
}
