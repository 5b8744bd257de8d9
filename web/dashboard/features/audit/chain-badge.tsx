"use client";

import { Tooltip } from "@mantine/core";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { useChainState } from "./queries.ts";

/** Whether the chain of entries is whole. */
export function ChainBadge() {
  const chain = useChainState();
  if (chain.isPending) return <ToneBadge tone="running">Checking the chain</ToneBadge>;
  if (!chain.data) return <ToneBadge tone="unknown">Chain not checked</ToneBadge>;
  if (!chain.data.ok)
    return <ToneBadge tone="failed">{`Chain broken at no. ${chain.data.firstBadSeq ?? "?"}`}</ToneBadge>;
  return (
    <Tooltip label={`Every hash up to entry ${chain.data.checkedTo} was computed again`}>
      <span>
        <ToneBadge tone="done">Chain verified</ToneBadge>
      </span>
    </Tooltip>
  );
}
