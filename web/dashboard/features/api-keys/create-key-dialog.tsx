"use client";

import {
  Button,
  Checkbox,
  Group,
  Modal,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { isCancelled } from "#kit/api/error.ts";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import type { ApiKeyOnce, ApiScope } from "#schema/api-key.ts";
import { useCreateKey } from "./queries.ts";
import { scopeChoices } from "./scope-words.ts";

interface CreateKeyDialogProps {
  opened: boolean;
  onClose: () => void;
  onCreated: (key: ApiKeyOnce) => void;
}

const dayMs = 24 * 3_600_000;
const lives = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "One year" },
  { value: "", label: "Never" },
];

/** Makes a key: name, scopes, life, and from where it may call. */
export function CreateKeyDialog({ opened, onClose, onCreated }: CreateKeyDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="New API key" size="lg">
      <KeyForm onClose={onClose} onCreated={onCreated} />
    </Modal>
  );
}

function KeyForm({ onClose, onCreated }: Omit<CreateKeyDialogProps, "opened">) {
  const create = useCreateKey(onCreated);
  const form = useForm({
    initialValues: {
      name: "",
      scopes: [] as ApiScope[],
      isTest: false,
      days: "90",
      allowedIps: [] as string[],
      rate: 120,
    },
    validate: {
      name: (value) => (value.trim() ? null : "Name the system that will use the key."),
      scopes: (value) => (value.length > 0 ? null : "Choose at least one scope."),
      rate: (value) => (value >= 10 && value <= 600 ? null : "Between 10 and 600."),
    },
  });
  useFieldErrors(form.setErrors, create.error);
  const submit = ({ name, scopes, isTest, days, allowedIps, rate }: typeof form.values): void =>
    create.mutate({
      name: name.trim(),
      scopes,
      live: !isTest,
      allowedIps,
      ratePerMinute: rate,
      ...(days ? { expiresAt: new Date(Date.now() + Number(days) * dayMs).toISOString() } : {}),
    });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <FormErrors error={isCancelled(create.error) ? null : create.error} />
        <TextInput
          label="Name"
          description="The system that will use it"
          placeholder="Website export"
          data-autofocus
          maxLength={80}
          {...form.getInputProps("name")}
        />
        <Checkbox.Group label="Scopes" {...form.getInputProps("scopes")}>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt={6}>
            {scopeChoices.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select label="Expires after" data={lives} allowDeselect={false} {...form.getInputProps("days")} />
          <NumberInput label="Requests per minute" min={10} max={600} step={10} {...form.getInputProps("rate")} />
        </SimpleGrid>
        <TagsInput
          label="Allowed addresses"
          description="Optional. IP addresses or ranges like 203.0.113.0/24; Enter adds one."
          maxTags={20}
          clearable={false}
          {...form.getInputProps("allowedIps")}
        />
        <Switch
          label="Test key"
          description="Every write is checked and answered, but nothing is kept, queued or sent."
          {...form.getInputProps("isTest", { type: "checkbox" })}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
