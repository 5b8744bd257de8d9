"use client";

import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReportDetail } from "#schema/report.ts";
import { FormErrors, useFieldErrors } from "../components/form-errors.tsx";
import { useAsk } from "./queries.ts";

interface AskDialogProps {
  opened: boolean;
  onClose: () => void;
  onOrdered: (report: ReportDetail) => void;
}

const dayMs = 86_400_000;
const dayAgo = (days: number) => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);

/** Asks a question about a time, which a report answers. */
export function AskDialog({ opened, onClose, onOrdered }: AskDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Ask a question">
      <Body onClose={onClose} onOrdered={onOrdered} />
    </Modal>
  );
}

function Body({ onClose, onOrdered }: Omit<AskDialogProps, "opened">) {
  const ask = useAsk(onOrdered);
  const form = useForm({
    initialValues: { label: "", prompt: "", startDate: dayAgo(28), endDate: dayAgo(1) },
    validate: {
      label: (value) => (value.trim().length < 3 ? "Give it a name of 3 characters or more." : null),
      prompt: (value) => (value.trim().length < 10 ? "Ask in 10 characters or more." : null),
      endDate: (value, { startDate }) => (value < startDate ? "The end comes before the beginning." : null),
    },
  });
  const { error } = ask;
  useFieldErrors(form.setErrors, error);
  return (
    <form noValidate onSubmit={form.onSubmit((values) => ask.mutate(values))}>
      <Stack>
        <FormErrors error={error} />
        <Textarea
          data-autofocus
          required
          label="Question"
          description="Answered from what was counted in the time."
          autosize
          minRows={3}
          maxLength={2_000}
          {...form.getInputProps("prompt")}
        />
        <TextInput required label="Name" maxLength={120} {...form.getInputProps("label")} />
        <Group grow>
          <TextInput required label="From" type="date" {...form.getInputProps("startDate")} />
          <TextInput required label="To" type="date" {...form.getInputProps("endDate")} />
        </Group>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={ask.isPending}>
            Ask
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
