import { Alert, List, SimpleGrid, Text } from "@mantine/core";
import { IconMessage } from "@tabler/icons-react";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import type { Strategy } from "#schema/strategy.ts";

/** The strategy in short: summary, pillars with their share, channels by weight, risks. */
export function StrategyFacts({ strategy }: { strategy: Strategy }) {
  const { summary, changesSummary, rejectionNote, pillars, channels, risks } = strategy;
  return (
    <>
      {rejectionNote ? (
        <Alert color="red" icon={<IconMessage aria-hidden />} title="Why it was sent back">
          {rejectionNote}
        </Alert>
      ) : null}
      {summary ? (
        <Panel title="In short">
          <Text>{summary}</Text>
          {changesSummary ? (
            <Text size="sm" c="dimmed" mt="sm">
              What is new: {changesSummary}
            </Text>
          ) : null}
        </Panel>
      ) : null}
      {pillars.length + channels.length + risks.length > 0 ? <Lists strategy={strategy} /> : null}
    </>
  );
}

function Lists({ strategy: { pillars, channels, risks } }: { strategy: Strategy }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }}>
      {pillars.length > 0 ? (
        <Panel title="Pillars">
          <List size="sm" spacing={4}>
            {pillars.map(({ name, sharePct }) => (
              <List.Item key={name}>
                {name} · {sharePct} %
              </List.Item>
            ))}
          </List>
        </Panel>
      ) : null}
      {channels.length > 0 ? (
        <Panel title="Channels">
          <List size="sm" spacing={4}>
            {channels
              .toSorted((a, b) => a.priority - b.priority)
              .map(({ channel, role }) => (
                <List.Item key={channel}>
                  {words(channel)}: {role}
                </List.Item>
              ))}
          </List>
        </Panel>
      ) : null}
      {risks.length > 0 ? (
        <Panel title="Risks">
          <List size="sm" spacing={4}>
            {risks.map((risk) => (
              <List.Item key={risk}>{risk}</List.Item>
            ))}
          </List>
        </Panel>
      ) : null}
    </SimpleGrid>
  );
}
