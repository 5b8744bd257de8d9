"use client";

import { ActionIcon, Button, Group, Modal, NumberInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import { optionsOf } from "#kit/components/options.ts";
import type { NurtureInput, NurtureStep } from "#schema/nurture.ts";
import { stepWords } from "./names.ts";
import { useNewSequence } from "./queries.ts";

const blank: NurtureStep = { channel: "email", delayHours: 24, body: "" };
const stepsMax = 20;

/** Writes a sequence down, step by step. */
export function NewSequence({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New sequence" size="lg">
      <Body onClose={onClose} />
    </Modal>
  );
}

function Body({ onClose }: { onClose: () => void }) {
  const save = useNewSequence(onClose);
  const form = useForm<NurtureInput>({
    initialValues: { name: "", steps: [blank] },
    validate: {
      name: (value) => (value.trim().length < 3 ? "Give it a name of 3 characters or more." : null),
      steps: { body: (value) => (value.trim().length < 5 ? "Say it in 5 characters or more." : null) },
    },
  });
  useFieldErrors(form.setErrors, save.error);
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        <FormErrors error={save.error} />
        <TextInput data-autofocus required label="Name" maxLength={120} {...form.getInputProps("name")} />
        {form.values.steps.map((_, at) => (
          <Stack key={`step-${at + 1}`} gap="xs" component="fieldset" style={{ border: 0, padding: 0, margin: 0 }}>
            <Group gap="xs" align="end" wrap="nowrap">
              <Select
                flex={1}
                label={`Step ${at + 1}`}
                data={optionsOf(stepWords)}
                allowDeselect={false}
                {...form.getInputProps(`steps.${at}.channel`)}
              />
              <NumberInput
                flex={1}
                label={at === 0 ? "Hours after the start" : "Hours after the step before"}
                min={0}
                max={2_160}
                {...form.getInputProps(`steps.${at}.delayHours`)}
              />
              {form.values.steps.length > 1 ? (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  aria-label={`Take step ${at + 1} away`}
                  onClick={() => form.removeListItem("steps", at)}
                >
                  <IconTrash size={17} aria-hidden />
                </ActionIcon>
              ) : null}
            </Group>
            <Textarea
              required
              aria-label={`What step ${at + 1} says`}
              placeholder="What the e-mail says, or what is to be done"
              autosize
              minRows={2}
              maxLength={2_000}
              {...form.getInputProps(`steps.${at}.body`)}
            />
          </Stack>
        ))}
        <Group justify="space-between">
          <Button
            variant="subtle"
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={form.values.steps.length >= stepsMax}
            onClick={() => form.insertListItem("steps", blank)}
          >
            Another step
          </Button>
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
