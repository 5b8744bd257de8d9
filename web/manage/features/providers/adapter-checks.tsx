"use client";

import { Button, Group, Select, Stack, Text, Title } from "@mantine/core";
import { IconStethoscope } from "@tabler/icons-react";
import { useState } from "react";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { words } from "#kit/components/format.ts";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { Adapter, AdapterChecked } from "#schema/adapter.ts";
import { Tier } from "#schema/agent.ts";
import classes from "./list.module.css";
import { useChecks, useOrderCheck } from "./queries.ts";

const tierOptions = Tier.options.map((value) => ({ value, label: words(value) }));
const shownMax = 5;

/** Asks an adapter for one word, and how that went before. */
export function AdapterChecks({ adapter }: { adapter: Adapter }) {
  const [tier, setTier] = useState<Tier>("cheap");
  const [waitsFor, setWaitsFor] = useState<string | null>(null);
  const order = useOrderCheck(adapter.id);
  const checks = useChecks(adapter.id, waitsFor !== null);
  const items = checks.data?.items ?? [];
  const isWaiting = items.some(({ id, status }) => id === waitsFor && status === "queued");
  if (waitsFor !== null && items.some(({ id, status }) => id === waitsFor && status === "done")) setWaitsFor(null);
  return (
    <Stack>
      <Title order={2} size="h4">
        Does it answer?
      </Title>
      <Group align="flex-end">
        <Select
          label="Tier"
          data={tierOptions}
          allowDeselect={false}
          value={tier}
          onChange={(value) => setTier(Tier.parse(value))}
        />
        <Button
          leftSection={<IconStethoscope size={16} aria-hidden />}
          loading={order.isPending || isWaiting}
          onClick={() => order.mutate({ tier }, { onSuccess: ({ id }) => setWaitsFor(id) })}
        >
          Check now
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        A real call for one word, which costs next to nothing. Nothing of any tenant is in it.
      </Text>
      {checks.isError ? (
        <ErrorBlock error={checks.error} title="Checks could not be loaded." onRetry={() => void checks.refetch()} />
      ) : checks.isPending ? (
        <TextSkeleton lines={3} />
      ) : items.length === 0 ? (
        <Text size="sm">It was never checked.</Text>
      ) : (
        <ul className={classes["list"]} aria-label="Checks" aria-live="polite">
          {items.slice(0, shownMax).map((check) => (
            <li key={check.id}>
              <Check check={check} />
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}

function Check({ check }: { check: AdapterChecked }) {
  const { status, ok, model, latencyMs, error, code, orderedAt } = check;
  return (
    <>
      <Group gap="xs">
        {status === "queued" ? (
          <ToneBadge tone="running" size="sm">
            Asking
          </ToneBadge>
        ) : (
          <ToneBadge tone={ok ? "done" : "failed"} size="sm">
            {ok ? "Answered" : words(code ?? "failed")}
          </ToneBadge>
        )}
        <Text size="sm" component="span">
          {model}
        </Text>
        <Text size="xs" c="dimmed" component="span">
          {status === "done" && latencyMs !== null ? `${latencyMs} ms · ` : ""}
          <TimeAgo at={orderedAt} />
        </Text>
      </Group>
      {error === null ? null : (
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {error}
        </Text>
      )}
    </>
  );
}
