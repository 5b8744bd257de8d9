"use client";

import { Button, Drawer, Group, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import { OwnAdapterKind } from "#schema/adapter.ts";
import { AdapterFields } from "./adapter-fields.tsx";
import { useCreateAdapter } from "./queries.ts";

/** Adds a way to models. */
export function NewAdapter({ onClose }: { onClose: () => void }) {
  const create = useCreateAdapter(onClose);
  const form = useForm({
    initialValues: {
      ...{ name: "", kind: "openai" as OwnAdapterKind, key: "", baseUrl: "" },
      ...{ models: { cheap: "", standard: "", expensive: "" }, local: false, enabled: true },
      priority: 50 as number | string,
    },
    validate: {
      name: (value) => (/^[a-z][a-z0-9-]{1,38}$/.test(value) ? null : "Use small letters, digits and hyphens."),
      priority: (value) => (value === "" ? "Give 1 to 1,000." : null),
    },
  });
  useFieldErrors(form.setErrors, create.error);
  const send = ({ key, baseUrl, priority, ...values }: typeof form.values): void =>
    create.mutate({
      ...{ ...values, priority: Number(priority) },
      ...(key.trim() ? { key: key.trim() } : {}),
      ...(baseUrl.trim() ? { baseUrl: baseUrl.trim() } : {}),
    });
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title="Add an adapter">
      <form onSubmit={form.onSubmit(send)} noValidate>
        <Stack>
          <FormErrors error={create.error} />
          <TextInput label="Name" placeholder="house-models" required data-autofocus {...form.getInputProps("name")} />
          <Select label="Kind" data={OwnAdapterKind.options} allowDeselect={false} {...form.getInputProps("kind")} />
          <PasswordInput
            label="Key"
            description="Sealed at once; afterwards only its last four characters are shown"
            autoComplete="new-password"
            {...form.getInputProps("key")}
          />
          <AdapterFields form={form} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
