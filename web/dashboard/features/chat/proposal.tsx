"use client";

import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { Facts } from "#kit/components/facts.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import type { ChatAction } from "#schema/chat-action.ts";
import { useDecide } from "./queries.ts";

const looks = {
  proposed: { tone: "attention", word: "Waits for you" },
  executed: { tone: "done", word: "Done" },
  declined: { tone: "waiting", word: "Left undone" },
} as const;

/** What an agent proposes to do, exactly as it would be done. */
export function Proposal({ proposal }: { proposal: ChatAction }) {
  const decide = useDecide(proposal);
  const { tone, word } = looks[proposal.status];
  const facts = Object.entries(proposal.arguments).map(([name, value]) => [inWords(name), String(value)] as const);
  return (
    <Paper withBorder p="sm" radius="md" mr="xl">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Text fw={600} size="sm">
            {proposal.label}
          </Text>
          <ToneBadge tone={tone} size="sm">
            {word}
          </ToneBadge>
        </Group>
        <Text size="sm">{proposal.summary}</Text>
        {facts.length > 0 ? <Facts facts={facts} /> : null}
        {proposal.status === "proposed" ? (
          <Group gap="xs">
            <Button size="xs" loading={decide.isPending} onClick={() => decide.mutate("confirm")}>
              Confirm
            </Button>
            <Button size="xs" variant="default" disabled={decide.isPending} onClick={() => decide.mutate("decline")}>
              Decline
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Paper>
  );
}

function inWords(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
