"use client";

import { Progress, Stack, Text } from "@mantine/core";
import type { Campaign } from "#schema/campaign-plan.ts";
import { money } from "../components/format.ts";

/** What the platforms have charged of a campaign's budget: yellow from four fifths on, red when it is used up. */
export function SpendBar({ budget, spend, name }: Pick<Campaign, "budget" | "spend" | "name">) {
  if (!budget) return <>–</>;
  if (spend.spentMinor === null) return <>{money(budget)}</>;
  const share = (spend.spentMinor / budget.amountMinor) * 100;
  const spent = money({ amountMinor: spend.spentMinor, currency: budget.currency });
  return (
    <Stack gap={4} miw={120}>
      <Text size="sm" style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
        {spent} of {money(budget)}
      </Text>
      <Progress
        size="sm"
        value={Math.min(100, share)}
        color={share >= 100 ? "red" : share >= 80 ? "yellow" : "teal"}
        aria-label={`${name}: ${Math.round(share)} % of the budget spent`}
      />
    </Stack>
  );
}
