import { Group, RingProgress, Stack, Text } from "@mantine/core";
import type { CreditBalance } from "#schema/credit.ts";
import { count, credits, shortDate } from "./format.ts";

function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.max(0, Math.min(100, (part / whole) * 100));
}

/** Credits of the month: used, reserved and left, with the day they come anew. */
export function CreditsRing({ balance, size = 116 }: { balance: CreditBalance; size?: number }) {
  const whole = balance.monthly + balance.topup;
  const used = share(balance.consumed, whole);
  const reserved = share(balance.reserved, whole);
  const rows = [
    { name: "Used", amount: balance.consumed, color: "var(--mantine-primary-color-filled)" },
    { name: "Reserved", amount: balance.reserved, color: "var(--lm-attention-solid)" },
    { name: "Top-up", amount: balance.topup, color: "var(--lm-hairline)" },
  ];
  return (
    <Group gap="lg" wrap="nowrap">
      <RingProgress
        size={size}
        thickness={9}
        roundCaps
        rootColor="var(--lm-hairline)"
        sections={[
          { value: used, color: "var(--mantine-primary-color-filled)" },
          { value: reserved, color: "var(--lm-attention-solid)" },
        ].filter(({ value }) => value > 0)}
        label={
          <Stack gap={0} align="center">
            <Text fz={22} fw={560} lh={1.1} ff="var(--lm-serif)">
              {count(Math.floor(balance.effective * 10) / 10)}
            </Text>
            <Text size="xs" c="dimmed">
              left
            </Text>
          </Stack>
        }
      />
      <Stack gap={6} style={{ flex: 1, minWidth: 0 }}>
        {rows.map((row) => (
          <Group key={row.name} justify="space-between" gap="xs" wrap="nowrap">
            <Group gap={8} wrap="nowrap">
              <span style={{ width: 8, height: 8, borderRadius: "50%", background: row.color }} aria-hidden />
              <Text size="sm">{row.name}</Text>
            </Group>
            <Text size="sm" className="lm-tabular">
              {credits(row.amount)}
            </Text>
          </Group>
        ))}
        <Text size="xs" c="dimmed">
          {credits(balance.monthly)} a month, anew on {shortDate(balance.nextResetAt.slice(0, 10))}
        </Text>
      </Stack>
    </Group>
  );
}
