"use client";

import { ActionIcon, Button, Group, Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { Adapter, AdapterOrder } from "#schema/adapter.ts";
import classes from "./list.module.css";
import { useAdapters, useOrders, useSetOrder } from "./queries.ts";

/** Which model serves which tier, and what stands in for it when it fails. */
export function TiersTab() {
  const orders = useOrders();
  const adapters = useAdapters();
  const failed = [orders, adapters].find((read) => read.isError);
  if (failed)
    return <ErrorBlock error={failed.error} title="Tiers could not be loaded." onRetry={() => void failed.refetch()} />;
  if (!orders.data || !adapters.data) return <TextSkeleton lines={8} />;
  const known = adapters.data.items;
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing="lg">
      {orders.data.items.map((order) => (
        <TierPanel key={`${order.tier}:${order.adapters.join()}`} order={order} adapters={known} />
      ))}
    </SimpleGrid>
  );
}

function TierPanel({ order: { tier, adapters: stored }, adapters }: { order: AdapterOrder; adapters: Adapter[] }) {
  const [names, setNames] = useState(stored);
  const set = useSetOrder();
  const byPriority = adapters.filter(({ enabled, kind }) => enabled && kind !== "offline").map(({ name }) => name);
  const others = adapters.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
  const shown = names.length > 0 ? names : byPriority;
  const move = (at: number, by: number): void =>
    setNames(names.toSpliced(at, 1).toSpliced(at + by, 0, names[at] ?? ""));
  const isSame = names.join() === stored.join();
  return (
    <Panel title={words(tier)}>
      <Stack>
        <Text size="sm" c="dimmed">
          {names.length > 0
            ? "Tried in this order; each stands in for those above it."
            : "No order of its own: all that are on, by priority."}
        </Text>
        {shown.length === 0 ? <Text size="sm">No adapter is on; agents work offline.</Text> : null}
        <ol className={classes["list"]} aria-label={`Order of ${tier}`}>
          {shown.map((name, at) => (
            <li key={name}>
              <Group gap="xs" wrap="nowrap" justify="space-between">
                <Text size="sm" style={{ overflowWrap: "anywhere" }} component="div">
                  {at + 1}. {name}
                  <Text size="xs" c="dimmed">
                    {modelOf(adapters, name, tier)}
                  </Text>
                </Text>
                {names.length > 0 ? (
                  <Group gap={4} wrap="nowrap">
                    <ActionIcon
                      variant="default"
                      aria-label={`Move ${name} up`}
                      disabled={at === 0}
                      onClick={() => move(at, -1)}
                    >
                      <IconArrowUp size={16} />
                    </ActionIcon>
                    <ActionIcon
                      variant="default"
                      aria-label={`Move ${name} down`}
                      disabled={at === names.length - 1}
                      onClick={() => move(at, 1)}
                    >
                      <IconArrowDown size={16} />
                    </ActionIcon>
                    <ActionIcon
                      variant="default"
                      aria-label={`Take ${name} out`}
                      onClick={() => setNames(names.toSpliced(at, 1))}
                    >
                      <IconX size={16} />
                    </ActionIcon>
                  </Group>
                ) : null}
              </Group>
            </li>
          ))}
        </ol>
        <Select
          aria-label={`Add an adapter to ${tier}`}
          placeholder={names.length > 0 ? "Add another" : "Begin an order with"}
          data={others}
          value={null}
          onChange={(name) => (name ? setNames([...names, name]) : undefined)}
          disabled={others.length === 0}
        />
        <Group justify="flex-end">
          <Button variant="default" disabled={isSame} onClick={() => setNames(stored)}>
            Undo
          </Button>
          <Button disabled={isSame} loading={set.isPending} onClick={() => set.mutate({ tier, adapters: names })}>
            Save
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}

function modelOf(adapters: readonly Adapter[], name: string, tier: AdapterOrder["tier"]): string {
  const adapter = adapters.find((one) => one.name === name);
  if (!adapter) return "There is no such adapter any more";
  return adapter.enabled ? adapter.models[tier] : `${adapter.models[tier]}, switched off`;
}
