"use client";

import { IconShieldCheck } from "@tabler/icons-react";
import { CopyId } from "#kit/components/copy-id.tsx";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { count } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { ChainStatus } from "#schema/chain.ts";
import { ChainBadge, VerifyButton } from "./chain-panel.tsx";
import { useChains, useVerification } from "./queries.ts";

const columns: Column<ChainStatus>[] = [
  { key: "chain", header: "Chain", cell: ({ tenantName }) => tenantName ?? "Platform" },
  {
    key: "state",
    header: "Status",
    width: 170,
    cell: ({ chain, verification }) => <ChainBadge chain={chain} verification={verification} />,
  },
  { key: "length", header: "Entries", width: 90, align: "right", cell: ({ lastSeq }) => count(lastSeq) },
  {
    key: "hash",
    header: "Last hash",
    width: 190,
    hideOnCard: true,
    cell: ({ lastHash }) => <CopyId id={lastHash} label="last hash" />,
  },
  { key: "moved", header: "Last entry", width: 130, hideOnCard: true, cell: ({ movedAt }) => <TimeAgo at={movedAt} /> },
  {
    key: "verified",
    header: "Last verified",
    width: 130,
    cell: (status) => <LastVerified {...status} />,
  },
  {
    key: "verify",
    header: "Verify",
    width: 140,
    cell: ({ chain, verification }) => <VerifyButton chain={chain} verification={verification} />,
  },
];

function LastVerified(status: ChainStatus) {
  return <TimeAgo at={useVerification(status)?.at ?? null} fallback="never" />;
}

/** Every chain with its length, last hash and last verification. */
export function ChainsTable() {
  const chains = useChains();
  return (
    <Panel flush>
      <DataTable
        label="Chains"
        list={chains}
        columns={columns}
        rowKey={({ chain }) => chain}
        rowHref={({ chain }) => `/audit-logs?chain=${chain}`}
        empty={<EmptyState icon={IconShieldCheck} title="No chain has an entry yet" />}
      />
    </Panel>
  );
}
