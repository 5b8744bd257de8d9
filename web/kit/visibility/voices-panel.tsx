import { Group, Progress, Stack, Text } from "@mantine/core";
import type { Visibility } from "#schema/visibility.ts";
import { count } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { percent } from "./names.ts";
import classes from "./visibility.module.css";

const shownMax = 10;

/** Who the answers name, and how often: the client against others. */
export function VoicesPanel({ visibility: { shareOfVoice, sentiment } }: { visibility: Visibility }) {
  return (
    <Panel title="Who is named">
      <Stack gap="md">
        {shareOfVoice.length === 0 ? (
          <Text size="sm" c="dimmed">
            The answers name nobody.
          </Text>
        ) : null}
        {shareOfVoice.slice(0, shownMax).map(({ name, own, mentions, share }) => (
          <Group key={name} gap="sm" wrap="nowrap">
            <Text size="sm" fw={own ? 700 : 400} className={classes["name"] ?? ""}>
              {name}
              {own ? " (you)" : ""}
            </Text>
            <Progress
              value={share}
              flex={1}
              miw={40}
              color={own ? "petrol" : "gray"}
              aria-label={`${name}: ${percent(share)} of all names`}
            />
            <Text size="sm" className="lm-tabular" w={90} ta="right">
              {percent(share)} · {count(mentions)}
            </Text>
          </Group>
        ))}
        <Text size="sm" c="dimmed">
          Of you they speak well {times(sentiment.positive)}, neither well nor badly {times(sentiment.neutral)}, badly{" "}
          {times(sentiment.negative)}.
        </Text>
      </Stack>
    </Panel>
  );
}

function times(amount: number): string {
  if (amount === 0) return "never";
  if (amount === 1) return "once";
  return amount === 2 ? "twice" : `${amount} times`;
}
