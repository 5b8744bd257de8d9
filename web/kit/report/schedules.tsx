"use client";

import { ActionIcon, Button, Group, Stack, Text, Tooltip } from "@mantine/core";
import { IconCalendarRepeat, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { ReportSchedule } from "#schema/report-schedule.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { ToneBadge } from "../components/status-badge.tsx";
import { useRemoveSchedule, useSchedules } from "./queries.ts";
import { ScheduleForm } from "./schedule-form.tsx";
import classes from "./schedules.module.css";

const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** The standing orders of reports, for those who may order them. */
export function Schedules() {
  const schedules = useSchedules();
  const [edited, setEdited] = useState<ReportSchedule | null | undefined>(undefined);
  const [leaving, setLeaving] = useState<ReportSchedule | null>(null);
  const remove = useRemoveSchedule(() => setLeaving(null));
  const items = schedules.data?.items ?? [];
  return (
    <Panel
      title="Schedules"
      flush
      actions={
        <Button size="xs" variant="default" onClick={() => setEdited(null)}>
          Schedule reports
        </Button>
      }
    >
      {schedules.isPending ? <TextSkeleton lines={3} /> : null}
      {schedules.error && !schedules.data ? (
        <ErrorBlock error={schedules.error} onRetry={() => void schedules.refetch()} />
      ) : null}
      {schedules.data && items.length === 0 ? (
        <EmptyState
          compact
          icon={IconCalendarRepeat}
          title="Nothing is scheduled"
          text="A schedule writes a report again and again, and mails it as PDF."
        />
      ) : null}
      <ul className={classes["list"]} aria-label="Schedules">
        {items.map((schedule) => (
          <li key={schedule.id} className={classes["row"]}>
            <Stack gap={2} className={classes["words"] ?? ""}>
              <Group gap="xs">
                <Text size="sm" fw={500}>
                  {schedule.label}
                </Text>
                {schedule.enabled ? null : (
                  <ToneBadge tone="waiting" size="sm">
                    Off
                  </ToneBadge>
                )}
              </Group>
              <Text size="xs" c="dimmed">
                {whenOf(schedule)}
                {schedule.enabled ? `, next on ${dateOf(schedule.nextRunAt)}` : ""} · {recipientsOf(schedule)}
              </Text>
              {schedule.lastProblem ? (
                <Text size="xs" c="var(--lm-attention-ink)">
                  The last one was not ordered: {schedule.lastProblem}
                </Text>
              ) : null}
            </Stack>
            <Tooltip label="Change">
              <ActionIcon size="lg" aria-label={`Change ${schedule.label}`} onClick={() => setEdited(schedule)}>
                <IconPencil size={18} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="End">
              <ActionIcon size="lg" aria-label={`End ${schedule.label}`} onClick={() => setLeaving(schedule)}>
                <IconTrash size={18} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
          </li>
        ))}
      </ul>
      <ScheduleForm schedule={edited} onClose={() => setEdited(undefined)} />
      <ConfirmDialog
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving && remove.mutate(leaving.id)}
        title="End the schedule?"
        confirmLabel="End it"
        danger
        isBusy={remove.isPending}
      >
        No further report of “{leaving?.label}” is written. Those that are there stay.
      </ConfirmDialog>
    </Panel>
  );
}

function whenOf({ frequency, weekday, monthDay, sendAtLocal }: ReportSchedule): string {
  const day = frequency === "weekly" ? `Every ${days[(weekday ?? 1) - 1]}` : `Every month on day ${monthDay}`;
  return `${day} at ${sendAtLocal}`;
}

function recipientsOf({ recipients }: ReportSchedule): string {
  if (recipients.length === 0) return "nobody gets it by mail";
  return recipients.length > 2 ? `${recipients.length} people get it` : `to ${recipients.join(" and ")}`;
}

function dateOf(time: string): string {
  return new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}
