"use client";

import { Button, Group, Modal, MultiSelect, Select, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ActivityDetail, LinkedActivity } from "#schema/activity.ts";
import type { NewTask } from "#schema/manual-task.ts";
import { usePeople } from "../api/use-members.ts";
import { FormErrors, useFieldErrors } from "../components/form-errors.tsx";
import { optionsOf } from "../components/options.ts";
import { roleWords } from "./names.ts";
import { useEditTask, useNewTask, useOpenWork } from "./queries.ts";

interface Props {
  opened: boolean;
  onClose: () => void;
  /** The task to change; a new one without it. */
  task?: ActivityDetail;
}

/** Adds a task that a person does, or words one anew, gives it to somebody, and ties it to other work. */
export function TaskDialog({ opened, onClose, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={rest.task ? `Change ${rest.task.ref}` : "Add a task"}>
      <Body onClose={onClose} {...rest} />
    </Modal>
  );
}

function Body({ task, onClose }: Omit<Props, "opened">) {
  const people = usePeople();
  const others: readonly LinkedActivity[] = useOpenWork().data?.items ?? [];
  const create = useNewTask(onClose);
  const edit = useEditTask(task?.id ?? "", onClose);
  const { error, isPending } = task ? edit : create;
  const form = useForm({
    initialValues: {
      title: task?.title ?? "",
      notes: task?.notes ?? "",
      dueOn: task?.dueAt?.slice(0, 10) ?? "",
      assigneeUserId: task?.assignee?.id ?? (null as string | null),
      assigneeRole: task?.assigneeRole ?? (null as string | null),
      dependsOn: (task?.waitsFor ?? []).map(({ id }) => id as string),
      neededBy: (task?.neededBy ?? []).map(({ id }) => id as string),
    },
    validate: {
      title: (value) => (value.trim().length < 5 ? "Say in 5 characters or more what there is to do." : null),
      dueOn: (value) => (value ? null : "Choose the day by which it is to be done."),
    },
  });
  useFieldErrors(form.setErrors, error);
  const tied: readonly LinkedActivity[] = [...(task?.waitsFor ?? []), ...(task?.neededBy ?? [])];
  const known = new Map([...tied, ...others].filter(({ id }) => id !== task?.id).map((one) => [one.id, one]));
  const workOptions = (chosen: readonly string[], statuses: readonly string[]) =>
    [...known.values()]
      .filter(({ id, status }) => chosen.includes(id) || statuses.includes(status))
      .map(({ id, ref, title }) => ({ value: id as string, label: `${ref} ${title}` }));
  const save = (values: typeof form.values) => {
    const said = { ...values, notes: values.notes.trim() || null } as NewTask;
    if (task) edit.mutate(said);
    else create.mutate(said);
  };
  const { dependsOn, neededBy } = form.values;
  return (
    <form noValidate onSubmit={form.onSubmit(save)}>
      <Stack>
        <FormErrors error={error} />
        <TextInput
          data-autofocus
          required
          label="What there is to do"
          maxLength={120}
          {...form.getInputProps("title")}
        />
        <Textarea label="Notes" autosize minRows={2} maxLength={2_000} {...form.getInputProps("notes")} />
        <TextInput required type="date" label="Due" maw={220} {...form.getInputProps("dueOn")} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            clearable
            searchable
            label="Who does it"
            placeholder={people.isPending ? "Loading" : "Nobody yet"}
            data={people.options}
            {...form.getInputProps("assigneeUserId")}
          />
          <Select
            clearable
            label="Or whoever has the role"
            placeholder="No role"
            data={optionsOf(roleWords)}
            {...form.getInputProps("assigneeRole")}
          />
        </SimpleGrid>
        <MultiSelect
          searchable
          label="Waits for"
          placeholder={dependsOn.length === 0 ? "Nothing" : ""}
          maxValues={10}
          data={workOptions(dependsOn, ["pending", "queued", "in_progress", "awaiting_approval"])}
          {...form.getInputProps("dependsOn")}
        />
        <MultiSelect
          searchable
          label="What waits for it"
          description="Work that nobody has begun"
          placeholder={neededBy.length === 0 ? "Nothing" : ""}
          maxValues={10}
          data={workOptions(neededBy, ["pending"])}
          {...form.getInputProps("neededBy")}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            {task ? "Save" : "Add the task"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
