import { Badge, Group, Text } from "@mantine/core";
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
          <Badge size="sm" color="blue">
            Test
          </Badge>
        ) : null}
        {apiKey.revokedAt ? (
          <Badge size="sm" color="red">
            Revoked
          </Badge>
        ) : isOver ? (
          <Badge size="sm" color="yellow">
            Expired
          </Badge>
        ) : null}
      </Group>
      <Text size="xs" c="dimmed" ff="monospace" fw={400}>
        {apiKey.prefix}_…{apiKey.last4}
      </Text>
    </div>
  );
}
