"use client";

import { IconBuildings } from "@tabler/icons-react";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { AgentOverride, MasterAgent } from "#schema/agent-version.ts";
import { AgentBadge } from "./agent-words.tsx";
import { useOverrides } from "./queries.ts";

function changesOf({ tier, adapter, model, hasInstructions, hasWebhook, toolsDenied }: AgentOverride): string {
  const said = [
    tier === null ? null : `tier ${words(tier).toLowerCase()}`,
    adapter === null ? null : `adapter ${adapter}`,
    model === null ? null : `model ${model}`,
    hasInstructions ? "own instructions" : null,
    hasWebhook ? "runs elsewhere" : null,
    toolsDenied.length > 0 ? `without ${toolsDenied.join(", ")}` : null,
  ].filter((one) => one !== null);
  return said.length === 0 ? "Only its state" : said.join(", ");
}

const columns: readonly Column<AgentOverride>[] = [
  { key: "tenant", header: "Tenant", cell: ({ tenantName }) => tenantName },
  { key: "state", header: "Status", width: 120, cell: (row) => <AgentBadge agent={row} /> },
  { key: "what", header: "Otherwise than the platform", cell: changesOf },
  { key: "when", header: "Changed", width: 130, cell: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
];

/** Tenants that have an agent otherwise than the platform. */
export function OverridesTab({ agent }: { agent: MasterAgent }) {
  return (
    <Panel flush>
      <DataTable
        label="Tenants with a configuration of their own"
        list={useOverrides(agent.name)}
        columns={columns}
        rowKey={({ tenantId }) => tenantId}
        rowHref={({ tenantId }) => `/tenants/${tenantId}`}
        empty={<EmptyState icon={IconBuildings} title="Every tenant has this agent as the platform does" />}
      />
    </Panel>
  );
}
