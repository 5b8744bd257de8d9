import { Group, Progress, Text } from "@mantine/core";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { isOnTrack, shareOf } from "#kit/goal/progress.ts";
import type { Goal } from "#schema/goal.ts";

/** How far a goal has come, and whether that is enough for its time. */
export function GoalBar({ goal }: { goal: Goal }) {
  const share = Math.round(shareOf(goal) * 100);
  const isLate = goal.status === "active" && !isOnTrack(goal, Date.now());
  return (
    <Group gap="sm" wrap="nowrap">
      <Progress
        value={share}
        flex={1}
        miw={60}
        color={isLate ? "yellow" : "green"}
        aria-label={`${goal.title}: ${share} % of the way`}
      />
      <Text size="xs" className="lm-tabular" w={36} ta="right">
        {share} %
      </Text>
      {goal.status === "active" ? (
        <ToneBadge tone={isLate ? "attention" : "done"} size="sm">
          {isLate ? "Behind" : "On track"}
        </ToneBadge>
      ) : null}
    </Group>
  );
}
