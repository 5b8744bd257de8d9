"use client";

import { Button, Stack } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import { wholeList } from "#kit/api/whole-list.ts";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import type { AgentVersionRow, MasterAgent } from "#schema/agent-version.ts";
import { CompareVersions } from "./compare-versions.tsx";
import { useVersions, type VersionVerb } from "./queries.ts";
import { VersionDialog } from "./version-dialog.tsx";

const looks = {
  draft: <ToneBadge tone="attention">Draft</ToneBadge>,
  active: <ToneBadge tone="done">In use</ToneBadge>,
  retired: <ToneBadge tone="waiting">Retired</ToneBadge>,
};

interface Asked {
  version: number;
  verb: VersionVerb;
}

/** The history of an agent: what is in use, what waits, any two beside each other, and the way back. */
export function VersionsTab({ agent }: { agent: MasterAgent }) {
  const versions = useVersions(agent.name);
  const [asked, setAsked] = useState<Asked | null>(null);
  const columns: readonly Column<AgentVersionRow>[] = [
    {
      key: "version",
      header: "Version",
      cell: ({ version, changeNote }) => <TwoLines first={`Version ${version}`} second={changeNote || null} />,
    },
    { key: "status", header: "Status", width: 120, cell: ({ status }) => looks[status] },
    {
      key: "published",
      header: "Published",
      width: 150,
      cell: ({ publishedAt }) => <TimeAgo at={publishedAt} fallback="not yet" />,
    },
    { key: "act", header: "Action", width: 140, cell: (row) => <VersionButton row={row} onAsk={setAsked} /> },
  ];
  return (
    <Stack gap="lg">
      <Panel title="History" flush>
        <DataTable
          label="Versions"
          list={wholeList(versions)}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<EmptyState icon={IconHistory} title="No version yet" />}
        />
      </Panel>
      {versions.data && versions.data.items.length > 1 ? (
        <CompareVersions name={agent.name} versions={versions.data.items} />
      ) : null}
      {asked ? <VersionDialog agent={agent} {...asked} onClose={() => setAsked(null)} /> : null}
    </Stack>
  );
}

function VersionButton({ row, onAsk }: { row: AgentVersionRow; onAsk: (asked: Asked) => void }) {
  const { version, status } = row;
  if (status === "active") return "–";
  const verb = status === "draft" ? "publish" : "rollback";
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() => onAsk({ version, verb })}
      aria-label={`${verb === "publish" ? "Publish" : "Roll back to"} version ${version}`}
    >
      {verb === "publish" ? "Publish" : "Roll back"}
    </Button>
  );
}
