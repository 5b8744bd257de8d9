"use client";

import { NumberInput, Stack } from "@mantine/core";
import { useState } from "react";
import { asApiError } from "#kit/api/error.ts";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { ReasonDialog } from "#kit/components/reason-dialog.tsx";
import type { TenantDetail } from "#schema/admin.ts";
import type { TenantVerb } from "#schema/tenant.ts";
import { useTenantVerb } from "./queries.ts";
import { graveVerbs, verbWords } from "./verb-words.ts";

/** Asks before a client changes its status. */
export function VerbDialog({ tenant, verb, onClose }: { tenant: TenantDetail; verb: TenantVerb; onClose: () => void }) {
  const [days, setDays] = useState<number | string>("");
  const act = useTenantVerb(tenant, onClose);
  const { label, title, effect } = verbWords[verb];
  const frame = { opened: true, onClose, title: title(tenant.name), confirmLabel: label, isBusy: act.isPending };
  if (graveVerbs.includes(verb))
    return (
      <ReasonDialog
        {...frame}
        danger
        problem={act.error ? asApiError(act.error).message : undefined}
        onConfirm={(reason) => act.mutate({ verb, reason })}
      >
        {effect}
      </ReasonDialog>
    );
  const trial = verb === "start_trial" && typeof days === "number" ? { trialDays: days } : {};
  return (
    <ConfirmDialog {...frame} onConfirm={() => act.mutate({ verb, ...trial })}>
      <Stack gap="sm">
        {effect}
        {verb === "start_trial" ? (
          <NumberInput
            label="Days of trial"
            description="Empty: as many as the plan has"
            min={1}
            max={90}
            allowDecimal={false}
            value={days}
            onChange={setDays}
          />
        ) : null}
      </Stack>
    </ConfirmDialog>
  );
}
