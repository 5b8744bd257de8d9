"use client";

import { Group, Tabs } from "@mantine/core";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { MasterAgent } from "#schema/agent-version.ts";
import { RunsTable } from "../runs/runs-table.tsx";
import { AgentBadge } from "./agent-words.tsx";
import { OverridesTab } from "./overrides-tab.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { useAgent } from "./queries.ts";

const loading = () => <TextSkeleton lines={8} />;
const EditorTab = dynamic(() => import("./editor-tab.tsx").then(({ EditorTab: Loaded }) => Loaded), {
  ssr: false,
  loading,
});
const VersionsTab = dynamic(() => import("./versions-tab.tsx").then(({ VersionsTab: Loaded }) => Loaded), {
  ssr: false,
  loading,
});

const tabs = ["overview", "prompt", "versions", "tenants", "runs"] as const;
const tabWords: Record<(typeof tabs)[number], string> = {
  overview: "Overview",
  prompt: "Prompt and limits",
  versions: "Versions",
  tenants: "Tenants",
  runs: "Runs",
};

/** One agent: how it stands, what it is told, what it was told before, who has it otherwise, and its runs. */
export function AgentPage({ name }: { name: string }) {
  const agent = useAgent(name);
  if (agent.data) return <Agent agent={agent.data} />;
  return (
    <>
      <PageHeader title="Agent" crumbs={[{ label: "Agents", href: "/agents" }]} />
      {agent.isError ? (
        <ErrorBlock error={agent.error} title="The agent could not be loaded." onRetry={() => void agent.refetch()} />
      ) : (
        <TextSkeleton lines={10} />
      )}
    </>
  );
}

function Agent({ agent }: { agent: MasterAgent }) {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("overview"));
  return (
    <>
      <PageHeader
        title={agent.label}
        badge={<AgentBadge agent={agent} />}
        lead={<Group gap="sm">{agent.description}</Group>}
      />
      <Tabs value={tab} onChange={(value) => void setTab(value as (typeof tabs)[number])} keepMounted={false}>
        <Tabs.List mb="lg" style={{ overflowX: "auto", flexWrap: "nowrap" }}>
          {tabs.map((value) => (
            <Tabs.Tab key={value} value={value}>
              {tabWords[value]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <OverviewTab agent={agent} />
        </Tabs.Panel>
        <Tabs.Panel value="prompt">
          <EditorTab agent={agent} onDone={() => void setTab("versions")} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsTab agent={agent} />
        </Tabs.Panel>
        <Tabs.Panel value="tenants">
          <OverridesTab agent={agent} />
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <RunsTable agent={agent.name} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
