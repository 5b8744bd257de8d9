import { Alert, Group, List, SimpleGrid, Stack } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { MonthGraph } from "#schema/month.ts";
import { credits } from "../components/format.ts";
import { StatCard } from "../components/stat-card.tsx";
import { MonthVerbs } from "./month-verbs.tsx";

/** How far a month is, what planning it noticed, and the verbs for all of it. */
export function MonthSummary({ month }: { month: MonthGraph }) {
  const { nodes } = month;
  const blocked = nodes.filter(({ blockedReason, status }) => blockedReason !== null && status === "pending").length;
  const review = nodes.filter(({ status }) => status === "awaiting_approval").length;
  const spent = nodes.reduce((sum, node) => sum + node.creditsCost, 0);
  return (
    <Stack gap="md">
      <Group justify="flex-end">
        <MonthVerbs month={month} />
      </Group>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md">
        <StatCard
          label="Done"
          value={`${month.done} of ${nodes.length}`}
          hint={month.failed > 0 ? `${month.failed} failed` : "pieces of work"}
          tone={month.failed > 0 ? "failed" : "done"}
        />
        <StatCard label="For review" value={review} hint="wait for a decision" tone="attention" />
        <StatCard label="Waiting" value={blocked} hint="held up by something" tone="waiting" />
        <StatCard label="Credits" value={credits(spent)} hint="of work that has begun" tone="running" />
      </SimpleGrid>
      {month.warnings.length > 0 && (
        <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title="What planning this month noticed">
          <List size="sm">
            {month.warnings.map((warning) => (
              <List.Item key={warning}>{warning}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}
