"use client";

import { Stack, Tabs } from "@mantine/core";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { PageHeader } from "#kit/components/page-header.tsx";
import { AuditTable } from "./audit-table.tsx";
import { ChainPanel } from "./chain-panel.tsx";
import { ChainsTable } from "./chains-table.tsx";

const views = ["entries", "chains"] as const;

/** What anybody did anywhere on the platform, and whether the record of it is whole. */
export function AuditLogsPage() {
  const [view, setView] = useQueryState("view", parseAsStringLiteral(views).withDefault("entries"));
  const [chain] = useQueryState("chain", parseAsString);
  return (
    <>
      <PageHeader
        title="Audit log"
        lead="Every change on the platform. Each client has a chain of its own, each entry sealed by the one before it."
      />
      <Tabs value={view} onChange={(value) => void setView(value as (typeof views)[number])}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="entries">Entries</Tabs.Tab>
          <Tabs.Tab value="chains">Chains</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="entries">
          <Stack gap="lg">
            {chain ? <ChainPanel chain={chain} /> : null}
            <AuditTable />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="chains">
          <ChainsTable />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
