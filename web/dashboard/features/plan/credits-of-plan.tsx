import { Group, Progress, Text } from "@mantine/core";
import { credits } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import type { DeliverablePlan } from "#schema/deliverable-plan.ts";

/** What a month of the plan costs against what the subscription includes. */
export function CreditsOfPlan({ plan }: { plan: DeliverablePlan }) {
  const { creditsPerMonth, creditsAllocated } = plan;
  const share = creditsAllocated > 0 ? (creditsPerMonth / creditsAllocated) * 100 : 0;
  const isOver = creditsPerMonth > creditsAllocated;
  return (
    <Panel title="Credits a month">
      <Group justify="space-between" gap="xs" mb={6}>
        <Text size="sm" className="lm-tabular">
          {credits(creditsPerMonth)} of {credits(creditsAllocated)}
        </Text>
        <Text size="sm" c={isOver ? "var(--lm-attention-ink)" : "dimmed"}>
          {isOver
            ? `${credits(creditsPerMonth - creditsAllocated)} more than included: top-ups are needed`
            : `${credits(creditsAllocated - creditsPerMonth)} left for requests`}
        </Text>
      </Group>
      <Progress
        value={Math.min(100, share)}
        color={isOver ? "yellow" : "petrol"}
        aria-label={`${Math.round(share)} % of the included credits`}
      />
    </Panel>
  );
}
