"use client";
import { Group, Tabs } from "@mantine/core";
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import { Panel } from "#kit/components/panel.tsx";
import { VersionChanges } from "./version-changes.tsx";
import { VersionPicker } from "./version-picker.tsx";

const tabs = ["text", "changes"] as const;

/** Which version is shown, and how; it lives in the address. */
export function useVersionView() {
  return useQueryStates({ version: parseAsInteger, tab: parseAsStringLiteral(tabs).withDefault("text") });
}

interface Props {
  kind: Parameters<typeof VersionChanges>[0]["kind"];
  version: number;
  versions: Parameters<typeof VersionPicker>[0]["versions"];
  children: ReactNode;
}

/** A version as it reads, and what changed in it; with the choice of the version. */
export function VersionTabs({ kind, version, versions, children }: Props) {
  const [view, setView] = useVersionView();
  return (
    <Tabs
      value={view.tab}
      onChange={(tab) => void setView({ tab: tabs.find((name) => name === tab) ?? null })}
      keepMounted={false}
    >
      <Group justify="space-between" align="flex-end" mb="lg" gap="md">
        <Tabs.List>
          <Tabs.Tab value="text">Content</Tabs.Tab>
          <Tabs.Tab value="changes">Changes</Tabs.Tab>
        </Tabs.List>
        <VersionPicker
          label="Version"
          versions={versions}
          value={version}
          onChange={(next) => void setView({ version: next })}
        />
      </Group>
      <Tabs.Panel value="text">{children}</Tabs.Panel>
      <Tabs.Panel value="changes">
        <Panel title="Changes">
          <VersionChanges key={version} kind={kind} version={version} versions={versions} />
        </Panel>
      </Tabs.Panel>
    </Tabs>
  );
}
