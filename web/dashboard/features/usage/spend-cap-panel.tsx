"use client";

import { Button, Group, NumberInput, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { api } from "#kit/api/client.ts";
import { useAction } from "#kit/api/use-action.ts";
import { useRights } from "#kit/auth/session.ts";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { money } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { SpendBalance } from "#schema/spend.ts";
import { useSpend } from "./queries.ts";

/** The cap of what models may cost in a month; an admin may lower it. */
export function SpendCapPanel() {
  const { can } = useRights();
  const spend = useSpend(can("spend_cap.read"));
  if (!can("spend_cap.read")) return null;
  return (
    <Panel title="Cap of the month">
      {spend.isPending && <TextSkeleton lines={2} />}
      {spend.isError && <ErrorBlock error={spend.error} onRetry={() => void spend.refetch()} />}
      {spend.data && <Cap spend={spend.data} mayLower={can("spend_cap.lower")} />}
    </Panel>
  );
}

function Cap({ spend, mayLower }: { spend: SpendBalance; mayLower: boolean }) {
  const [asked, setAsked] = useState(false);
  const [amount, setAmount] = useState<number | string>(spend.capMinor / 100);
  const capMinor = Math.round(Number(amount) * 100);
  const isLower = amount !== "" && capMinor >= 0 && capMinor < spend.capMinor;
  const lower = useAction((next: number) => api.put<SpendBalance>("/tenant/v1/spend/cap", { capMinor: next }), {
    invalidates: ["/tenant/v1/spend"],
    success: "The cap is lower now.",
    onSuccess: () => setAsked(false),
  });
  const shown = (amountMinor: number) => money({ amountMinor, currency: spend.currency });
  return (
    <Stack gap="sm">
      <Text size="sm">
        Models and tools may cost at most <strong>{shown(spend.capMinor)}</strong> in a calendar month, whatever credits
        are left. Work that would cost more waits for the next month.
      </Text>
      {mayLower && (
        <Group align="flex-end" gap="sm">
          <NumberInput
            label="New cap"
            size="xs"
            min={0}
            max={spend.capMinor / 100}
            decimalScale={2}
            prefix={`${spend.currency} `}
            value={amount}
            onChange={setAmount}
          />
          <Button size="xs" variant="default" disabled={!isLower} onClick={() => setAsked(true)}>
            Lower the cap
          </Button>
        </Group>
      )}
      <ConfirmDialog
        opened={asked}
        onClose={() => setAsked(false)}
        onConfirm={() => lower.mutate(capMinor)}
        title="Lower the cap?"
        confirmLabel={`Lower to ${shown(capMinor)}`}
        isBusy={lower.isPending}
      >
        From {shown(spend.capMinor)} to {shown(capMinor)} a month. Only Leadmetrics can raise it again; ask your agency.
      </ConfirmDialog>
    </Stack>
  );
}
