"use client";
import { Button, Group } from "@mantine/core";
import { IconShieldSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useApi } from "#kit/api/query.tsx";
import { count } from "#kit/components/format.ts";
import { ToneBadge } from "#kit/components/status-badge.tsx";

interface Verification {
  ok: boolean;
  checkedTo: number;
  firstBadSeq: number | null;
}

/** Checks the chain of entries on demand and says how far it holds. */
export function ChainState() {
  const [isAsked, setAsked] = useState(false);
  const check = useApi<Verification>(isAsked ? "/tenant/v1/audit-log/verify" : null);
  return (
    <Group gap="sm" aria-live="polite">
      {check.data && (
        <ToneBadge tone={check.data.ok ? "done" : "failed"}>
          {check.data.ok
            ? `Chain holds, ${count(check.data.checkedTo)} entries checked`
            : `Broken at entry ${check.data.firstBadSeq ?? "?"}`}
        </ToneBadge>
      )}
      {check.isError && <ToneBadge tone="unknown">Could not be checked</ToneBadge>}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconShieldSearch size={15} aria-hidden />}
        loading={check.isFetching}
        onClick={() => {
          if (isAsked) void check.refetch();
          else setAsked(true);
        }}
      >
        Verify the chain
      </Button>
    </Group>
  );
}
