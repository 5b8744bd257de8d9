import { List, SimpleGrid, Text } from "@mantine/core";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import type { Strategy } from "#schema/strategy.ts";

/** In short: summary, pillars with their share, channels, risks. */
export function StrategyFacts({ strategy }: { strategy: Strategy }) {
  const { summary, pillars, channels, risks } = strategy;
  return (
    <>
      {summary !== null && (
        <Panel title="In short">
          <Text size="sm">{summary}</Text>
        </Panel>
      )}
      {(pillars.length > 0 || channels.length > 0 || risks.length > 0) && (
        <SimpleGrid cols={{ base: 1, md: 3 }}>
          {pillars.length > 0 && (
            <Panel title="Pillars">
              <Lines lines={pillars.map(({ name, sharePct }) => `${name}: ${sharePct} %`)} />
            </Panel>
          )}
          {channels.length > 0 && (
            <Panel title="Channels">
              <Lines lines={channels.map(({ channel, role }) => `${words(channel)}: ${role}`)} />
            </Panel>
          )}
          {risks.length > 0 && (
            <Panel title="Risks">
              <Lines lines={risks} />
            </Panel>
          )}
        </SimpleGrid>
      )}
    </>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <List size="sm" spacing={4}>
      {lines.map((line) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  );
}
