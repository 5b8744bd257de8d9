"use client";

import { Button, Group, Modal, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { ReviewSource } from "#schema/customer-review.ts";
import type { ReviewAsking, ReviewRequests } from "#schema/review-campaign.ts";
import { FormErrors, useFieldErrors } from "../components/form-errors.tsx";
import { words } from "../components/format.ts";
import { useAsking } from "./queries.ts";

interface AskingDialogProps {
  campaignId: string;
  /** What was said before. */
  asking: ReviewRequests["asking"];
  opened: boolean;
  onClose: () => void;
}

/** Says how customers are asked for reviews, and has the messages written. */
export function AskingDialog({ opened, onClose, ...said }: AskingDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Have messages written">
      <Body {...said} onClose={onClose} />
    </Modal>
  );
}

function Body({ campaignId, asking, onClose }: Omit<AskingDialogProps, "opened">) {
  const write = useAsking(campaignId, onClose);
  const form = useForm<ReviewAsking>({
    initialValues: asking ?? {
      target: "google_business_profile",
      reviewUrl: "https://",
      locationName: "",
      tone: "",
      audienceSize: 100,
      throttlePerDay: 50,
      minDaysBetweenAsks: 90,
    },
    validate: {
      locationName: (value) => (value.trim() === "" ? "Name the place as customers know it." : null),
      reviewUrl: (value) => (/^https?:\/\/[^/]+/.test(value) ? null : "Enter the address where reviews are written."),
    },
  });
  const { error } = write;
  useFieldErrors(form.setErrors, error);
  return (
    <form noValidate onSubmit={form.onSubmit((values) => write.mutate(values))}>
      <Stack>
        <FormErrors error={error} />
        <Select
          label="Reviews are written at"
          allowDeselect={false}
          data={ReviewSource.options.map((value) => ({ value, label: words(value) }))}
          {...form.getInputProps("target")}
        />
        <TextInput required label="Link to it" type="url" maxLength={90} {...form.getInputProps("reviewUrl")} />
        <TextInput required label="Place" maxLength={120} {...form.getInputProps("locationName")} />
        <TextInput label="Tone (optional)" maxLength={120} {...form.getInputProps("tone")} />
        <Group grow align="flex-end">
          <NumberInput label="People to ask" min={1} thousandSeparator="," {...form.getInputProps("audienceSize")} />
          <NumberInput label="At most a day" min={1} max={1_000} {...form.getInputProps("throttlePerDay")} />
          <NumberInput label="Again after (days)" min={7} max={730} {...form.getInputProps("minDaysBetweenAsks")} />
        </Group>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={write.isPending}>
            Write them
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
