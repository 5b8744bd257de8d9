"use client";

import { Button, Group, Modal, Select, Stack, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type ReportSchedule, type ReportScheduleInput, recipientsMax } from "#schema/report-schedule.ts";
import { useFieldErrors } from "../components/form-errors.tsx";
import { SaveProblem } from "../components/lost-race.tsx";
import { useSaveSchedule } from "./queries.ts";

const kinds = [
  { value: "monthly_performance", label: "The month that is over" },
  { value: "custom", label: "An answer to a question" },
];
const frequencies = [
  { value: "weekly", label: "Every week" },
  { value: "monthly", label: "Every month" },
];
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map((label, at) => ({
  value: String(at + 1),
  label,
}));
const monthDays = Array.from({ length: 28 }, (_, at) => ({ value: String(at + 1), label: String(at + 1) }));

interface Props {
  /** What is changed; null is a new one, undefined closes the dialog. */
  schedule: ReportSchedule | null | undefined;
  onClose(): void;
}

/** A standing order of reports: what, how often, and who gets it as PDF. */
export function ScheduleForm({ schedule, onClose }: Props) {
  return (
    <Modal
      opened={schedule !== undefined}
      onClose={onClose}
      title={schedule ? "Change the schedule" : "Schedule reports"}
    >
      {schedule === undefined ? null : <Body key={schedule?.id ?? "new"} schedule={schedule} onClose={onClose} />}
    </Modal>
  );
}

function valuesOf(schedule: ReportSchedule | null) {
  return {
    label: schedule?.label ?? "",
    kind: schedule?.kind ?? "monthly_performance",
    prompt: schedule?.prompt ?? "",
    frequency: schedule?.frequency ?? "monthly",
    weekday: String(schedule?.weekday ?? 1),
    monthDay: String(schedule?.monthDay ?? 2),
    sendAtLocal: schedule?.sendAtLocal ?? "08:00",
    recipients: schedule?.recipients ?? [],
    enabled: schedule?.enabled ?? true,
  };
}

function Body({ schedule, onClose }: { schedule: ReportSchedule | null; onClose(): void }) {
  const save = useSaveSchedule(schedule, onClose);
  const form = useForm({
    initialValues: valuesOf(schedule),
    validate: {
      label: (value) => (value.trim().length < 3 ? "Give it a name of 3 characters or more." : null),
      prompt: (value, { kind }) =>
        kind === "custom" && value.trim().length < 10 ? "Ask in 10 characters or more." : null,
    },
  });
  const { values } = form;
  const isCustom = values.kind === "custom";
  const isWeekly = isCustom && values.frequency === "weekly";
  useFieldErrors(form.setErrors, save.error);
  const send = (given: typeof values): void =>
    save.mutate({
      ...{ label: given.label.trim(), recipients: given.recipients, sendAtLocal: given.sendAtLocal },
      ...{ enabled: given.enabled, kind: given.kind, prompt: isCustom ? given.prompt.trim() : null },
      ...{ frequency: isCustom ? given.frequency : "monthly" },
      ...{ weekday: Number(given.weekday), monthDay: Number(given.monthDay) },
    } as ReportScheduleInput);
  return (
    <form noValidate onSubmit={form.onSubmit(send)}>
      <Stack>
        <SaveProblem error={save.error} what="this schedule" onReload={onClose} />
        <TextInput data-autofocus required label="Name" maxLength={90} {...form.getInputProps("label")} />
        <Select label="What it tells" data={kinds} allowDeselect={false} {...form.getInputProps("kind")} />
        {isCustom ? (
          <>
            <Textarea
              required
              label="Question"
              description="Answered from what was counted since the last one."
              autosize
              minRows={2}
              maxLength={2_000}
              {...form.getInputProps("prompt")}
            />
            <Select label="How often" data={frequencies} allowDeselect={false} {...form.getInputProps("frequency")} />
          </>
        ) : null}
        <Group grow align="flex-start">
          {isWeekly ? (
            <Select label="On" data={weekdays} allowDeselect={false} {...form.getInputProps("weekday")} />
          ) : (
            <Select label="On day" data={monthDays} allowDeselect={false} {...form.getInputProps("monthDay")} />
          )}
          <TextInput type="time" label="At" description="In the client's zone" {...form.getInputProps("sendAtLocal")} />
        </Group>
        <TagsInput
          label="Mail it as PDF to"
          description="Addresses of members or others. They get each report once."
          placeholder="name@company.com"
          maxTags={recipientsMax}
          splitChars={[",", " ", ";"]}
          acceptValueOnBlur
          {...form.getInputProps("recipients")}
        />
        <Switch label="On" {...form.getInputProps("enabled", { type: "checkbox" })} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
