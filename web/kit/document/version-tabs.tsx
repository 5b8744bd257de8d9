"use client";

import { Group, Select } from "@mantine/core";
import type { ReactNode } from "react";
import { Panel } from "../components/panel.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { statusLook } from "../components/status-tones.ts";
import type { useVersionView } from "./use-version-view.ts";
import { VersionChanges } from "./version-changes.tsx";
import { type HistoryVersion, VersionHistory } from "./version-history.tsx";

const options = [
  { value: "read", label: "Read" },
  { value: "changes", label: "Changes" },
  { value: "history", label: "Versions" },
] as const;

interface VersionTabsProps {
  view: ReturnType<typeof useVersionView>;
  /** Where versions are read: `/tenant/v1/context`. */
  path: string;
  versions: readonly HistoryVersion[];
  shown: number;
  /** The version as it reads. */
  children: ReactNode;
}

/** A version as it reads, what changed up to it, and what became of all of them. */
export function VersionTabs({ view, path, versions, shown, children }: VersionTabsProps) {
  return (
    <>
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
      {view.tab === "read" ? children : null}
      {view.tab === "changes" ? (
        <Panel title="Changes">
          <VersionChanges
            path={path}
            versions={versions}
            shown={shown}
            chosen={view.against}
            onCompare={view.compare}
          />
        </Panel>
      ) : null}
      {view.tab === "history" ? (
        <Panel title="Versions">
          <VersionHistory versions={versions} shown={shown} onShow={view.show} onCompare={view.compare} />
        </Panel>
      ) : null}
    </>
  );
}
