"use client";

import { Stack } from "@mantine/core";
import type { TenantDetail } from "#schema/admin.ts";
import { AuditTable } from "../audit/audit-table.tsx";
import { ChainPanel } from "../audit/chain-panel.tsx";

/** The client's own chain. */
export function TenantAuditTab({ tenant }: { tenant: TenantDetail }) {
  return (
    <Stack gap="lg">
      <ChainPanel chain={tenant.id} />
      <AuditTable chain={tenant.id} />
    </Stack>
  );
}
