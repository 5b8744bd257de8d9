"use client";

import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useChannels } from "#kit/channels/queries.ts";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import type { RequestValues } from "./request-values.ts";
import { checkRequest } from "./request-values.ts";

interface RequestFormProps {
  initial: RequestValues;
  error: Error | null;
  isBusy: boolean;
  /** The main button. */
  submitLabel: string;
  onSubmit: (values: RequestValues) => void;
  /** The other button, e.g. keep as a draft. */
  secondary?: { label: string; onClick: (values: RequestValues) => void };
  onChange?: (values: RequestValues) => void;
  footer?: ReactNode;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** What a request for a post is made of. */
export function RequestForm(props: RequestFormProps) {
  const { initial, error, isBusy, submitLabel, onSubmit, secondary, onChange, footer } = props;
  const channels = useChannels().data?.items ?? [];
  const form = useForm<RequestValues>({
    initialValues: initial,
    validate: checkRequest,
    ...(onChange ? { onValuesChange: onChange } : {}),
  });
  useFieldErrors(form.setErrors, error);

  return (
    <form onSubmit={form.onSubmit(onSubmit)} noValidate>
      <Stack gap="lg">
        <FormErrors error={error} />
        <TextInput
          label="Topic"
          description="One sentence: what should the reader learn?"
          placeholder="How to choose a heat pump for an old house"
          size="md"
          required
          maxLength={200}
          {...form.getInputProps("topic")}
        />
        <Textarea
          label="Notes for the writer"
          description="Points to make, things to avoid, links to use"
          autosize
          minRows={4}
          maxRows={14}
          maxLength={4_000}
          {...form.getInputProps("brief")}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
          <TextInput
            label="Audience"
            placeholder="Home owners over 40"
            maxLength={500}
            {...form.getInputProps("audience")}
          />
          <TextInput
            label="Keyword"
            placeholder="heat pump old house"
            maxLength={80}
            {...form.getInputProps("targetKeyword")}
          />
          <NumberInput
            label="Length in words"
            placeholder="Up to the plan"
            min={800}
            max={2_500}
            step={100}
            clampBehavior="none"
            thousandSeparator=","
            {...form.getInputProps("wordCount")}
            onChange={(value) => form.setFieldValue("wordCount", typeof value === "number" ? value : "")}
          />
          <TextInput
            label="Page to improve"
            type="url"
            placeholder="https:// – leave empty for a new post"
            maxLength={2_000}
            {...form.getInputProps("targetUrl")}
          />
          <TextInput label="Wanted on" type="date" min={today()} {...form.getInputProps("wantedOn")} />
        </SimpleGrid>
        <Select
          label="Channel"
          description="Where it will be published"
          placeholder={channels.length === 0 ? "No channel is connected" : "Decide later"}
          data={channels.map((channel) => ({ value: channel.id, label: channel.name }))}
          clearable
          clearButtonProps={{ "aria-label": "Clear the channel" }}
          {...form.getInputProps("channelId")}
        />
        <Group justify="space-between">
          <div>{footer}</div>
          <Group gap="sm">
            {secondary ? (
              <Button
                variant="default"
                disabled={isBusy}
                onClick={() => {
                  if (!form.validate().hasErrors) secondary.onClick(form.getValues());
                }}
              >
                {secondary.label}
              </Button>
            ) : null}
            <Button type="submit" loading={isBusy}>
              {submitLabel}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
