"use client";

import { List, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconQuote } from "@tabler/icons-react";
import type { VisibilityNarrative } from "#schema/visibility.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Markdown } from "../components/markdown.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { percent } from "./names.ts";
import { useNarratives } from "./queries.ts";

/** What was told of the answers, the newest first. */
export function NarrativesPanel() {
  const narratives = useNarratives();
  if (narratives.error && !narratives.data)
    return <ErrorBlock error={narratives.error} onRetry={() => void narratives.refetch()} />;
  if (!narratives.data) return <TextSkeleton lines={8} />;
  const { items } = narratives.data;
  if (items.length === 0)
    return (
      <Panel>
        <EmptyState
          icon={IconQuote}
          title="No analysis yet"
          text="Once assistants were asked, how they speak of you is told here, with what to do about it."
        />
      </Panel>
    );
  return (
    <Stack gap="md">
      {items.map((narrative) => (
        <Narrative key={narrative.id} narrative={narrative} />
      ))}
    </Stack>
  );
}

const lists = [
  { key: "themes", title: "What they speak of" },
  { key: "strengths", title: "What speaks for you" },
  { key: "gaps", title: "What is missing" },
  { key: "actions", title: "What to do" },
] as const;

function Narrative({ narrative }: { narrative: VisibilityNarrative }) {
  return (
    <Panel
      title={narrative.period === "last_7_days" ? "The last 7 days" : "The last 30 days"}
      aside={<StatusBadge kind="work" status={narrative.status} size="sm" />}
      actions={
        <Text size="xs" c="dimmed">
          Named in {percent(narrative.score)} · <TimeAgo at={narrative.createdAt} />
        </Text>
      }
    >
      <Stack gap="md">
        {narrative.narrative ? <Markdown look="plain">{narrative.narrative}</Markdown> : null}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {lists
            .filter(({ key }) => narrative[key].length > 0)
            .map(({ key, title }) => (
              <div key={key}>
                <Text component="h3" size="sm" fw={600} mb={4}>
                  {title}
                </Text>
                <List size="sm" spacing={4}>
                  {narrative[key].map((line) => (
                    <List.Item key={line}>{line}</List.Item>
                  ))}
                </List>
              </div>
            ))}
        </SimpleGrid>
      </Stack>
    </Panel>
  );
}
