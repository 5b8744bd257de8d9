import { Group, Text } from "@mantine/core";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import type { ApiKey } from "#schema/api-key.ts";

/** Name and visible part of a key, and what holds it back. */
export function KeyName({ apiKey }: { apiKey: ApiKey }) {
  const isOver = apiKey.expiresAt !== null && new Date(apiKey.expiresAt).getTime() <= Date.now();
  return (
    <div>
      <Group gap="xs">
        <Text size="sm" fw={550}>
          {apiKey.name}
        </Text>
        {apiKey.prefix === "lm_test" ? (
          <ToneBadge tone="unknown" size="sm">
            Test
          </ToneBadge>
        ) : null}
        {apiKey.revokedAt ? (
          <ToneBadge tone="failed" size="sm">
            Revoked
          </ToneBadge>
        ) : isOver ? (
          <ToneBadge tone="attention" size="sm">
            Expired
          </ToneBadge>
        ) : null}
      </Group>
      <Text size="xs" c="dimmed" ff="monospace" fw={400}>
        {apiKey.prefix}_…{apiKey.last4}
      </Text>
    </div>
  );
}
