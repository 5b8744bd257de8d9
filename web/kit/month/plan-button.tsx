"use client";
import { Button } from "@mantine/core";
import { useState } from "react";
import type { DryRun, Month } from "#schema/month.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { useRights } from "../auth/session.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { credits, money } from "../components/format.ts";
import { monthAfter, monthName, monthOf } from "./months.ts";

/** Plans a month after it said what that brings and costs; for those who may, and only the running month and the next. */
export function PlanButton({ month, run }: { month: string; run: DryRun }) {
  const { can } = useRights();
  const [isAsking, setAsking] = useState(false);
  const running = monthOf(new Date());
  const plan = useAction(
    (_: undefined, idempotencyKey) => api.post<{ items: Month[] }>("/tenant/v1/months", { month }, { idempotencyKey }),
    {
      invalidates: ["/tenant/v1/months"],
      success: `${monthName(month)} is being planned.`,
      onSuccess: () => setAsking(false),
    },
  );
  if (!can("plan.refresh") || ![running, monthAfter(running, 1)].includes(month)) return null;
  const { needed, available, waiting } = run.credits;
  return (
    <>
      <Button size="compact-xs" onClick={() => setAsking(true)}>
        Plan {monthName(month)}
      </Button>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => plan.mutate(undefined)}
        title={`Plan ${monthName(month)}?`}
        confirmLabel="Plan the month"
        isBusy={plan.isPending}
      >
        {run.activities.length} pieces are planned, and what may begin begins at once. They need {credits(needed)}{" "}
        credits; {credits(available)} are there.
        {run.money !== null &&
          ` At the provider they cost about ${money({ amountMinor: run.money.minor, currency: run.money.currency })}.`}
        {waiting > 0 && ` ${waiting} of them wait for more.`}
      </ConfirmDialog>
    </>
  );
}
