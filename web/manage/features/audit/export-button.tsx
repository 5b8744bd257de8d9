"use client";

import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { AuditFilter } from "./queries.ts";
import { useExportAudit } from "./queries.ts";

/** Downloads the entries that fit the filters. */
export function ExportButton({ filter }: { filter: AuditFilter }) {
  const exportAudit = useExportAudit();
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} aria-hidden />} loading={exportAudit.isPending}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => exportAudit.mutate({ filter, format: "csv" })}>As a table (CSV)</Menu.Item>
        <Menu.Item onClick={() => exportAudit.mutate({ filter, format: "ndjson" })}>
          With seals, one entry a line (NDJSON)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
