"use client";

import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import type { ContactType } from "#schema/contact.ts";
import { useNewContact } from "./queries.ts";
import { typeOptions } from "./words.ts";

/** Writes a person down by hand. */
export function NewContact({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New contact">
      <Body onClose={onClose} />
    </Modal>
  );
}

function Body({ onClose }: { onClose: () => void }) {
  const save = useNewContact(onClose);
  const form = useForm({
    initialValues: {
      ...{ firstName: "", lastName: "", email: "", phone: "", company: "", consentText: "" },
      ...{ type: "prospect" as ContactType, subscribe: false },
    },
  });
  const { values } = form;
  const { error } = save;
  useFieldErrors(form.setErrors, error);
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((given) =>
        save.mutate(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""))),
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
        <Select label="Is a" data={typeOptions} allowDeselect={false} {...form.getInputProps("type")} />
        <Checkbox label="Asked for the newsletter" {...form.getInputProps("subscribe", { type: "checkbox" })} />
        {values.subscribe ? (
          <TextInput
            label="When and where did they ask for it?"
            maxLength={500}
            {...form.getInputProps("consentText")}
          />
        ) : null}
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
