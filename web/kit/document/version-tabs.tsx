"use client";

import { Group, Select } from "@mantine/core";
import { StatusTabs } from "../components/status-tabs.tsx";
import { statusLook } from "../components/status-tones.ts";
import type { useVersionView } from "./use-version-view.ts";

const options = [
  { value: "read", label: "Read" },
  { value: "changes", label: "Changes" },
  { value: "history", label: "Versions" },
] as const;

interface VersionTabsProps {
  view: ReturnType<typeof useVersionView>;
  versions: readonly { version: number; status: string }[];
  shown: number;
}

/** How a version is looked at, and which one. */
export function VersionTabs({ view, versions, shown }: VersionTabsProps) {
  return (
    <Group justify="space-between" gap="sm">
      <StatusTabs label="View" value={view.tab} options={options} onChange={view.setTab} />
      <Select
        aria-label="Version"
        size="xs"
        allowDeselect={false}
        data={versions.map(({ version, status }) => ({
          value: String(version),
          label: `Version ${version} · ${statusLook("version", status).word.toLowerCase()}`,
        }))}
        value={String(shown)}
        onChange={(value) => view.show(Number(value))}
      />
    </Group>
  );
}
