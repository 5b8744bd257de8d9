"use client";

import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import type { LeadDetail } from "#schema/lead.ts";
import { useNewLead } from "./queries.ts";

interface NewLeadProps {
  opened: boolean;
  onClose: () => void;
  onSaved: (lead: LeadDetail) => void;
}

/** Writes a lead down by hand. */
export function NewLead({ opened, onClose, onSaved }: NewLeadProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="New lead">
      <Body onClose={onClose} onSaved={onSaved} />
    </Modal>
  );
}

function Body({ onClose, onSaved }: Omit<NewLeadProps, "opened">) {
  const save = useNewLead(onSaved);
  const form = useForm({
    initialValues: { firstName: "", lastName: "", email: "", phone: "", company: "", message: "" },
  });
  const { error } = save;
  useFieldErrors(form.setErrors, error);
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        save.mutate(Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""))),
      )}
    >
      <Stack>
        <FormErrors error={error} />
        <Group grow>
          <TextInput data-autofocus label="First name" {...form.getInputProps("firstName")} />
          <TextInput label="Last name" {...form.getInputProps("lastName")} />
        </Group>
        <TextInput label="E-mail" type="email" {...form.getInputProps("email")} />
        <TextInput label="Phone" {...form.getInputProps("phone")} />
        <TextInput label="Company" {...form.getInputProps("company")} />
        <Textarea label="What they want" autosize minRows={2} maxLength={5_000} {...form.getInputProps("message")} />
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
