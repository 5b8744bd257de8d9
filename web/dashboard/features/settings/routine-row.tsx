"use client";

import { Group, Stack, Switch, Text } from "@mantine/core";
import { FormErrors } from "#kit/components/form-errors.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { RoutineSetting, RoutineTurn } from "#schema/routine.ts";
import { useSwitch } from "./queries.ts";

/** One piece of regular work with its switch, its price and its last turn. */
export function RoutineRow({ item, mayEdit }: { item: RoutineSetting; mayEdit: boolean }) {
  const { key, label, description, cost, minPlan, isIncluded, isOn, last } = item;
  const save = useSwitch(`${label}: ${isOn ? "off" : "on"}`);
  return (
    <Stack gap={4}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
        <div>
          <Text fw={600} size="sm">
            {label}
          </Text>
          <Text size="sm">{description}</Text>
        </div>
        <Switch
          checked={isOn}
          disabled={!mayEdit || !isIncluded || save.isPending}
          onChange={(event) => save.mutate({ [key]: event.currentTarget.checked })}
          label={isOn ? "On" : "Off"}
          aria-label={`${label}: ${isOn ? "on" : "off"}`}
        />
      </Group>
      <Text size="xs" c="dimmed">
        {isIncluded ? cost : `Comes with the ${minPlan} plan · ${cost}`}
      </Text>
      {last ? <LastTurn last={last} /> : null}
      <FormErrors error={save.error} />
    </Stack>
  );
}

const words: Record<RoutineTurn["outcome"], string> = {
  ordered: "Ordered",
  covered: "Not ordered: the plan holds it, or somebody ordered it",
  nothing: "Nothing was to be done",
  waiting: "Not ordered",
};

function LastTurn({ last: { outcome, period, reason, at } }: { last: RoutineTurn }) {
  return (
    <Text size="xs" c="dimmed">
      {period}: {words[outcome]}
      {reason ? ` — ${reason}` : ""} · <TimeAgo at={at} />
    </Text>
  );
}
