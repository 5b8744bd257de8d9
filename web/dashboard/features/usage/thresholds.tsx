import { Group, Progress, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { CreditBalance } from "#schema/credit.ts";
import { thresholds } from "#schema/spend.ts";
import { shareUsed } from "./forecast.ts";

/** How much of the month's credits is gone, with the marks at which people are told. */
export function Thresholds({ balance }: { balance: CreditBalance }) {
  const share = shareUsed(balance);
  const tone = `var(--lm-${share >= 90 ? "failed" : share >= 80 ? "attention" : "done"}-solid)`;
  const reached = thresholds.filter((mark) => share >= mark);
  return (
    <div>
      <Progress value={share} color={tone} size={10} radius="xl" aria-label="Credits used or reserved" />
      <Group justify="space-between" gap="xs" mt={6}>
        <Text size="sm" className="lm-tabular">
          {Math.round(share)} % used or reserved
        </Text>
        <Group gap="sm">
          {thresholds.map((mark) => (
            <Text key={mark} size="xs" {...(reached.includes(mark) ? {} : { c: "dimmed" })} component="span">
              {reached.includes(mark) && <IconCheck size={12} aria-label="reached:" />} {mark} %
            </Text>
          ))}
        </Group>
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        Admins are told at each mark. At 100 % no new work begins until credits come anew.
      </Text>
    </div>
  );
}
