"use client";
import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconSettings } from "@tabler/icons-react";
import { useState } from "react";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge, ToneBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { AgentState } from "#schema/agent.ts";
import { usePauseAgent } from "./queries.ts";

/** One agent: what it does, how it stands, and the verbs. */
export function AgentCard({ agent, onConfigure }: { agent: AgentState; onConfigure(): void }) {
  const [isAsking, setAsking] = useState(false);
  const pause = usePauseAgent(agent.name);
  const isPaused = agent.pausedAt !== null;
  const facts: [string, string][] = [
    ["Model", agent.model],
    ["Adapter", agent.adapter],
    ["Tier", words(agent.tier)],
    ["In the queue", String(agent.queueDepth)],
  ];
  return (
    <Panel
      title={agent.label}
      actions={
        agent.enabled ? <StatusBadge kind="agent" status={agent.state} /> : <ToneBadge tone="waiting">Off</ToneBadge>
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
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
