"use client";

import {
  Button,
  Checkbox,
  Group,
  Input,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ContentRequest } from "#schema/request.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { useRateOf } from "../api/use-rate.ts";
import { FormErrors, useFieldErrors } from "../components/form-errors.tsx";
import { credits } from "../components/format.ts";
import {
  checkSocial,
  emptySocial,
  inputOf,
  networks,
  type Pictures,
  picturedOf,
  type SocialValues,
} from "./social-values.ts";

const forms: { value: Pictures; label: string }[] = [
  { value: "usual", label: "As usual" },
  { value: "picture", label: "Picture" },
  { value: "text", label: "Text alone" },
];

function useAsk(onSent: (request: ContentRequest) => void) {
  return useAction<SocialValues, ContentRequest>(
    (values, idempotencyKey) => api.post("/tenant/v1/social-requests", inputOf(values), { idempotencyKey }),
    {
      quiet: true,
      invalidates: ["/tenant/v1/requests", "/dm/v1/requests", "/dashboard/v1/home", "/tenant/v1/activities"],
      success: ({ status }) => (status === "submitted" ? "Request sent to your agency" : "The agents begin"),
      onSuccess: onSent,
    },
  );
}

/** Asks for one post on each chosen network, without any calendar, and says before what it costs. */
export function SocialRequestForm({ onSent }: { onSent: (request: ContentRequest) => void }) {
  const ask = useAsk(onSent);
  const form = useForm<SocialValues>({ initialValues: emptySocial, validate: checkSocial });
  useFieldErrors(form.setErrors, ask.error);
  return (
    <form onSubmit={form.onSubmit((values) => ask.mutate(values))} noValidate>
      <Stack gap="lg">
        <FormErrors error={ask.error} />
        <TextInput
          label="Topic"
          description="One sentence: what should people take away?"
          placeholder="Our workshop is open on Saturdays in May"
          size="md"
          required
          maxLength={200}
          {...form.getInputProps("topic")}
        />
        <Textarea
          label="Notes for the writer"
          description="Points to make, things to avoid"
          autosize
          minRows={3}
          maxRows={12}
          maxLength={4_000}
          {...form.getInputProps("brief")}
        />
        <Checkbox.Group label="Where it goes" required {...form.getInputProps("platforms")}>
          <Group gap="md" mt={6}>
            {networks.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </Group>
        </Checkbox.Group>
        <Input.Wrapper label="Picture" error={form.errors["pictures"]}>
          <div>
            <SegmentedControl
              aria-label="Picture"
              data={forms}
              value={form.values.pictures}
              onChange={(value) => form.setFieldValue("pictures", value as Pictures)}
            />
          </div>
        </Input.Wrapper>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
          <TextInput
            label="Audience"
            description="Whom it speaks to"
            maxLength={500}
            {...form.getInputProps("audience")}
          />
          <TextInput
            label="Goes out on"
            description="Empty: as soon as it is approved"
            type="date"
            min={new Date().toISOString().slice(0, 10)}
            {...form.getInputProps("wantedOn")}
          />
        </SimpleGrid>
        <Group justify="space-between">
          <Cost values={form.values} />
          <Button type="submit" loading={ask.isPending || ask.isSuccess}>
            Send request
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Cost({ values }: { values: SocialValues }) {
  const rateOf = useRateOf();
  const [post, picture] = [rateOf("social_post"), rateOf("ai_image_generation")];
  const { length } = values.platforms;
  if (post === null || picture === null || length === 0) return <div />;
  const pictured = picturedOf(values);
  return (
    <Text size="sm" c="dimmed" aria-live="polite">
      {credits(post * length + picture * pictured)} credits: {length} {length === 1 ? "text" : "texts"}
      {pictured > 0 ? `, ${pictured} ${pictured === 1 ? "picture" : "pictures"}` : ""}
    </Text>
  );
}
