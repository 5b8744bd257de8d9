"use client";

import { Code, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import type { SignInHouse } from "#schema/connect.ts";
import { useSignIns } from "./queries.ts";

/** Where clients' accounts are signed in to: whether we are known there, and how the accounts stand. */
export function SignInsTab() {
  const houses = useSignIns();
  if (houses.isPending) return <TextSkeleton lines={8} />;
  if (!houses.data)
    return (
      <ErrorBlock error={houses.error} title="Sign-ins could not be loaded." onRetry={() => void houses.refetch()} />
    );
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      {houses.data.items.map((house) => (
        <House key={house.name} house={house} />
      ))}
    </SimpleGrid>
  );
}

function House({ house: { name, isSetUp, clientId, settings, redirects, accounts } }: { house: SignInHouse }) {
  return (
    <Panel
      title={name}
      aside={
        <ToneBadge tone={isSetUp ? "done" : "attention"} size="sm">
          {isSetUp ? "Set up" : "Not set up"}
        </ToneBadge>
      }
    >
      <Stack>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {isSetUp ? `Known there as ${clientId}.` : "Nobody can sign in there until it is configured with "}
          {isSetUp ? null : (
            <>
              <Code>{settings[0]}</Code> and <Code>{settings[1]}</Code>.
            </>
          )}
        </Text>
        <Text size="xs" c="dimmed" component="div" style={{ overflowWrap: "anywhere" }}>
          Redirect addresses to register there: {redirects.join(", ")}
        </Text>
        <Table aria-label={`Accounts at ${name}`}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Account</Table.Th>
              <Table.Th ta="right">Connected</Table.Th>
              <Table.Th ta="right">Paused</Table.Th>
              <Table.Th ta="right">To reconnect</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {accounts.map(({ type, name: account, connected, paused, lost }) => (
              <Table.Tr key={type}>
                <Table.Td>{account}</Table.Td>
                <Table.Td ta="right">{connected}</Table.Td>
                <Table.Td ta="right">{paused}</Table.Td>
                <Table.Td ta="right">{lost}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Panel>
  );
}
