"use client";

import { Alert, Button, Group, Modal, NumberInput, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import type { CampaignDetail } from "#schema/campaign-plan.ts";
import { amountOf, digitsOf, minorOf } from "#schema/value.ts";
import { useRights } from "../auth/session.ts";
import { Facts } from "../components/facts.tsx";
import { FormErrors } from "../components/form-errors.tsx";
import { fullDay, money } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { channelWords } from "./names.ts";
import { useBudgetWish, useSpendSync } from "./queries.ts";
import { SpendBar } from "./spend-bar.tsx";

/** What the ad platforms charge of the budget, and what follows from it. Shown where any of them has a part in the campaign. */
export function SpendPanel({ campaign }: { campaign: CampaignDetail }) {
  const { can } = useRights();
  const [isAsking, setAsking] = useState(false);
  const sync = useSpendSync(campaign.id);
  const { budget, spend, linked, status } = campaign;
  if (linked.length === 0 && spend.spentMinor === null) return null;
  const mayAct = can("campaign.decide_dm");
  const mayWish = mayAct && budget !== null && (status === "active" || status === "paused");
  return (
    <Panel
      title="Ad spend"
      aside={
        spend.syncedAt ? (
          <Text size="xs" c="dimmed">
            Read <TimeAgo at={spend.syncedAt} />
          </Text>
        ) : null
      }
      actions={
        mayAct && linked.length > 0 ? (
          <Group gap="xs">
            {mayWish ? (
              <Button size="xs" variant="default" onClick={() => setAsking(true)}>
                Change the budget
              </Button>
            ) : null}
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={15} aria-hidden />}
              loading={sync.isPending}
              onClick={() => sync.mutate()}
            >
              Read it now
            </Button>
          </Group>
        ) : null
      }
    >
      <Stack gap="sm">
        {spend.pausedAt ? (
          <Alert color="red" icon={<IconAlertTriangle size={18} aria-hidden />} title="Its budget is used up">
            It rests, and so do its campaigns in the ad accounts. It goes on when a higher budget was approved and
            somebody lets it go on.
          </Alert>
        ) : null}
        <SpendBar {...campaign} />
        <Left campaign={campaign} />
        <Facts
          facts={linked.map(({ platform, externalCampaignId, status: state, spent, problem }) => [
            `${channelWords[platform]}, campaign ${externalCampaignId}`,
            <Group key={externalCampaignId} gap="xs">
              {state ? <StatusBadge kind="campaign" status={state} size="sm" /> : null}
              <Text size="sm">{spent ? money(spent) : "Not read yet"}</Text>
              {problem ? (
                <Text size="sm" c="red">
                  {problem}
                </Text>
              ) : null}
              {spent && budget && spent.currency !== budget.currency ? (
                <Text size="sm" c="dimmed">
                  in another currency than the budget: not counted
                </Text>
              ) : null}
            </Group>,
          ])}
        />
      </Stack>
      <Modal opened={isAsking} onClose={() => setAsking(false)} title="Change the budget">
        <Wish campaign={campaign} onDone={() => setAsking(false)} />
      </Modal>
    </Panel>
  );
}

function Left({ campaign: { budget, spend, endsOn } }: { campaign: CampaignDetail }) {
  if (!budget || spend.spentMinor === null || spend.spentMinor >= budget.amountMinor) return null;
  const left = money({ amountMinor: budget.amountMinor - spend.spentMinor, currency: budget.currency });
  return (
    <Text size="xs" c="dimmed">
      {left} left{endsOn ? ` until ${fullDay(endsOn)}` : ""}
    </Text>
  );
}

function Wish({ campaign, onDone }: { campaign: CampaignDetail; onDone: () => void }) {
  const currency = campaign.budget?.currency ?? "USD";
  const [amount, setAmount] = useState<number | string>(amountOf(campaign.budget?.amountMinor ?? 0, currency));
  const wish = useBudgetWish(campaign.id, onDone);
  return (
    <Stack>
      <FormErrors error={wish.error} />
      <Text size="sm">
        Another reviewer and the client decide it; until then the campaign has the budget that it has.
      </Text>
      <NumberInput
        data-autofocus
        label={`Budget in all (${currency})`}
        min={1}
        decimalScale={digitsOf(currency)}
        thousandSeparator=","
        value={amount}
        onChange={setAmount}
      />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button
          loading={wish.isPending}
          disabled={typeof amount !== "number" || amount < 1}
          onClick={() => wish.mutate(minorOf(Number(amount), currency))}
        >
          Ask for this budget
        </Button>
      </Group>
    </Stack>
  );
}
