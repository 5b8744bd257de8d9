"use client";

import { Button, SimpleGrid, Stack } from "@mantine/core";
import { IconPencil, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { Facts } from "#kit/components/facts.tsx";
import { count, words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { StatCard } from "#kit/components/stat-card.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { MasterAgent } from "#schema/agent-version.ts";
import { costText } from "../costs/cost-words.ts";
import { modelText, successText } from "./agent-words.tsx";
import { EditAgent } from "./edit-agent.tsx";
import { useChangeAgent } from "./queries.ts";

/** How an agent stands and did: its figures, its switches. */
export function OverviewTab({ agent }: { agent: MasterAgent }) {
  const [isEditing, setEditing] = useState(false);
  const { figures } = agent;
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <StatCard label="Runs, 30 days" value={count(figures.runs)} href={`/runs?agent=${agent.name}`} />
        <StatCard label="Success" value={successText(figures)} hint={`${count(figures.failed)} failed`} />
        <StatCard
          label="Cost, 30 days"
          value={costText(figures.cost)}
          href={`/costs?groupBy=tenant&agent=${agent.name}`}
        />
        <StatCard
          label="Overridden by"
          value={count(agent.overrides)}
          hint={agent.overrides === 1 ? "tenant" : "tenants"}
        />
      </SimpleGrid>
      <Panel
        title="Configuration"
        actions={
          <>
            <PauseButton agent={agent} />
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={15} aria-hidden />}
              onClick={() => setEditing(true)}
            >
              Edit
            </Button>
          </>
        }
      >
        <Facts
          facts={[
            ["Name", agent.name],
            ["Group", words(agent.group)],
            ["Model", modelText(agent)],
            ["Version in use", agent.version],
            ["From plan", words(agent.minPlan)],
            ["Time-out", `${agent.timeoutS} s`],
            ["At the same time", `${agent.concurrency} runs over all tenants, set with a release`],
            ["Paused", <TimeAgo key="paused" at={agent.pausedAt} fallback="No" />],
          ]}
        />
      </Panel>
      {isEditing ? <EditAgent agent={agent} onClose={() => setEditing(false)} /> : null}
    </Stack>
  );
}

function PauseButton({ agent }: { agent: MasterAgent }) {
  const [isAsked, setAsked] = useState(false);
  const change = useChangeAgent(agent);
  const isPaused = agent.pausedAt !== null;
  const set = (paused: boolean) => change.mutate({ paused }, { onSuccess: () => setAsked(false) });
  const Icon = isPaused ? IconPlayerPlay : IconPlayerPause;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon size={15} aria-hidden />}
        loading={change.isPending}
        onClick={() => (isPaused ? set(false) : setAsked(true))}
      >
        {isPaused ? "Resume" : "Pause"}
      </Button>
      <ConfirmDialog
        opened={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => set(true)}
        title={`Pause ${agent.label} for every tenant?`}
        confirmLabel="Pause"
        danger
        isBusy={change.isPending}
      >
        No new run starts for any tenant until it is resumed. Runs at work end as usual; what is due waits.
      </ConfirmDialog>
    </>
  );
}
