"use client";

import { Button, Group, Modal, NumberInput, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormErrors } from "#kit/components/form-errors.tsx";
import { money } from "#kit/components/format.ts";
import { StatCard } from "#kit/components/stat-card.tsx";
import type { PlatformSpend } from "#schema/spend.ts";
import { useSetCap, useSpend } from "./queries.ts";

/** What today has cost against the cap of a day, and setting that. */
export function CapCard() {
  const spend = useSpend();
  const [isOpen, setOpen] = useState(false);
  const { data } = spend;
  const value = data ? money({ amountMinor: data.committedMinor, currency: data.currency }) : "–";
  return (
    <>
      <StatCard
        label="Today, with holds"
        value={
          <Group gap="xs" justify="space-between" align="center">
            {value}
            <Button
              size="compact-xs"
              variant="default"
              ff="text"
              lts={0}
              disabled={!data}
              onClick={() => setOpen(true)}
            >
              Set cap
            </Button>
          </Group>
        }
        hint={capText(data)}
      />
      {data && isOpen ? <CapDialog spend={data} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function capText(spend: PlatformSpend | undefined): string {
  if (!spend) return "Cap of a day";
  if (spend.capMinor === null) return "No cap of a day";
  return `Cap of a day: ${money({ amountMinor: spend.capMinor, currency: spend.currency })}`;
}

function CapDialog({ spend, onClose }: { spend: PlatformSpend; onClose: () => void }) {
  const [cap, setCap] = useState<number | string>(spend.capMinor === null ? "" : spend.capMinor / 100);
  const set = useSetCap(onClose);
  return (
    <Modal opened onClose={onClose} title="Cap of a day">
      <Stack>
        <FormErrors error={set.error} />
        <Text size="sm">
          When all tenants together have cost this much in a day, no run starts until the next one. Empty: no cap.
        </Text>
        <NumberInput
          label={`${spend.currency} a day`}
          min={0}
          max={10_000_000}
          decimalScale={2}
          data-autofocus
          value={cap}
          onChange={setCap}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={set.isPending}
            onClick={() => set.mutate({ capMinor: cap === "" ? null : Math.round(Number(cap) * 100) })}
          >
            Save
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
