"use client";

import { Group, Progress, Select, Stack, Switch, Text } from "@mantine/core";
import { VisibilitySchedule } from "#schema/tenant.ts";
import type { Visibility } from "#schema/visibility.ts";
import { useRights } from "../auth/session.ts";
import { Panel } from "../components/panel.tsx";
import { percent, typeWords } from "./names.ts";
import { useSchedule, useSwitchAssistant } from "./queries.ts";
import classes from "./visibility.module.css";

const schedules: Record<Visibility["schedule"], string> = {
  off: "Only when told to",
  nightly: "Every night",
  weekly: "Every Sunday night",
};

/** How often each assistant names the client, by kind of question too, and which are asked. */
export function AssistantsPanel({ visibility }: { visibility: Visibility }) {
  const { can } = useRights();
  const turn = useSwitchAssistant();
  const schedule = useSchedule();
  const mayChange = can("insight.manage");
  return (
    <Panel
      title="By assistant"
      actions={
        <Select
          size="xs"
          w={170}
          aria-label="When they are asked"
          allowDeselect={false}
          disabled={!mayChange}
          data={VisibilitySchedule.options.map((value) => ({ value, label: schedules[value] }))}
          value={visibility.schedule}
          onChange={(value) => value && schedule.mutate(VisibilitySchedule.parse(value))}
        />
      }
    >
      <Stack gap="md">
        {visibility.platforms.map(({ key, name, enabled, available, score }) => (
          <Row key={key} name={name} score={score} {...(available ? {} : { hint: "cannot be asked here" })}>
            <Switch
              size="sm"
              aria-label={`Ask ${name}`}
              checked={enabled}
              disabled={!mayChange || turn.isPending}
              onChange={(event) => turn.mutate({ key, enabled: event.currentTarget.checked })}
            />
          </Row>
        ))}
        <Text component="h3" size="sm" fw={600} mt="xs">
          By kind of question
        </Text>
        {visibility.types.map(({ type, score }) => (
          <Row key={type} name={typeWords[type]} score={score} />
        ))}
      </Stack>
    </Panel>
  );
}

interface RowProps {
  name: string;
  score: number | null;
  hint?: string;
  children?: React.ReactNode;
}

function Row({ name, score, hint, children }: RowProps) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" className={classes["name"] ?? ""}>
        {name}
        {hint ? (
          <Text span display="block" size="xs" c="dimmed">
            {hint}
          </Text>
        ) : null}
      </Text>
      <Progress value={score ?? 0} flex={1} miw={40} aria-label={`${name} names you in ${percent(score)}`} />
      <Text size="sm" className="lm-tabular" w={44} ta="right">
        {percent(score)}
      </Text>
      {children}
    </Group>
  );
}
