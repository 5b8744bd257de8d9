"use client";
import { Anchor, Button, Group, Stack, Table, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconSettings } from "@tabler/icons-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { credits, words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge, ToneBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { AgentState } from "#schema/agent.ts";
import { costOf } from "../runs/cost.ts";
import { usePauseAgent } from "./queries.ts";

/** One agent: what it does, how it stands, and the verbs. */
export function AgentCard({
  agent,
  tenantId,
  onConfigure,
}: {
  agent: AgentState;
  tenantId: string | null;
  onConfigure(): void;
}) {
  const [isAsking, setAsking] = useState(false);
  const pause = usePauseAgent(agent.name);
  const isPaused = agent.pausedAt !== null;
  const { figures } = agent;
  const facts: [string, ReactNode][] = [
    [
      "Today",
      `${figures.today.runs} ${figures.today.runs === 1 ? "run" : "runs"}${figures.today.failed > 0 ? `, ${figures.today.failed} failed` : ""}`,
    ],
    [
      "Price today",
      `${credits(figures.today.credits)} credits · ${costOf({ costMicros: figures.today.costMicros, currency: "USD" })}`,
    ],
    ["Waiting", figures.queued],
    ["Last run", <LastRun key="last" agent={agent} tenantId={tenantId} />],
    ["Model", agent.tier === "none" ? "Works without a model" : `${agent.model} (${words(agent.tier)})`],
  ];
  return (
    <Panel
      title={agent.label}
      actions={
        agent.enabled ? <StatusBadge kind="agent" status={agent.state} /> : <ToneBadge tone="waiting">Off</ToneBadge>
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed" lineClamp={2}>
          {agent.description}
        </Text>
        <Table verticalSpacing={4} horizontalSpacing={0} withRowBorders={false}>
          <Table.Tbody>
            {facts.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" w={110} fw={400} c="dimmed">
                  {name}
                </Table.Th>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {agent.instructions !== null && (
          <Text size="sm" lineClamp={3}>
            “{agent.instructions}”
          </Text>
        )}
        {isPaused && (
          <Text size="xs" c="dimmed">
            Paused <TimeAgo at={agent.pausedAt} />. New work waits.
          </Text>
        )}
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconSettings size={15} aria-hidden />}
            onClick={onConfigure}
          >
            Configure
          </Button>
          {isPaused ? (
            <Button
              size="xs"
              leftSection={<IconPlayerPlay size={15} aria-hidden />}
              loading={pause.isPending}
              onClick={() => pause.mutate("resume")}
            >
              Resume
            </Button>
          ) : (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlayerPause size={15} aria-hidden />}
              onClick={() => setAsking(true)}
            >
              Pause
            </Button>
          )}
        </Group>
      </Stack>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => pause.mutate("pause", { onSettled: () => setAsking(false) })}
        title={`Pause ${agent.label}?`}
        confirmLabel="Pause"
        isBusy={pause.isPending}
      >
        It finishes what it is writing.{" "}
        {agent.queueDepth > 0
          ? `${agent.queueDepth} waiting items stay in the queue.`
          : "New work waits until it is resumed."}
      </ConfirmDialog>
    </Panel>
  );
}

function LastRun({ agent, tenantId }: { agent: AgentState; tenantId: string | null }) {
  const { lastRun } = agent.figures;
  if (lastRun === null || tenantId === null) return "never";
  return (
    <Group gap={6}>
      <Anchor component={Link} href={`/t/${tenantId}/runs/${lastRun.id}`} inherit>
        <TimeAgo at={lastRun.at} />
      </Anchor>
      <StatusBadge kind="run" status={lastRun.status} size="sm" />
    </Group>
  );
}
