"use client";

import {
  Anchor,
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
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useMemo, useState } from "react";
import type { ContentRequest } from "#schema/request.ts";
import { api } from "../api/client.ts";
import { useActiveTenant } from "../api/tenant-store.ts";
import { useAction } from "../api/use-action.ts";
import { useRateOf } from "../api/use-rate.ts";
import { FormErrors, useFieldErrors } from "../components/form-errors.tsx";
import { credits } from "../components/format.ts";
import { PictureField } from "../media/picture-field.tsx";
import { browserDraft } from "./browser-draft.ts";
import {
  checkSocial,
  emptySocial,
  inputOf,
  networks,
  type Pictures,
  picturedOf,
  type SocialValues,
} from "./social-values.ts";

const saveAfterMs = 400;
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

/** Asks for one post on each chosen network, without any calendar, and says before what it costs. What is typed survives leaving. */
export function SocialRequestForm({ onSent }: { onSent: (request: ContentRequest) => void }) {
  const tenantId = useActiveTenant();
  // Pictures and wishes are one client's.
  const draft = useMemo(() => browserDraft(`lm-social-draft-${tenantId}`, emptySocial), [tenantId]);
  const keep = useDebouncedCallback(draft.save, { delay: saveAfterMs, flushOnUnmount: true });
  const [isRestored, setRestored] = useState(false);
  const form = useForm<SocialValues>({ initialValues: emptySocial, validate: checkSocial, onValuesChange: keep });
  const drop = (): void => {
    keep.cancel();
    draft.clear();
  };
  const ask = useAsk((request) => {
    drop();
    onSent(request);
  });
  useFieldErrors(form.setErrors, ask.error);
  const { setValues } = form;
  useEffect(() => {
    const kept = draft.load();
    if (!kept) return;
    setValues(kept);
    setRestored(true);
  }, [draft, setValues]);
  const startOver = (): void => {
    form.setValues(emptySocial);
    form.clearErrors();
    drop();
    setRestored(false);
  };
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
        {form.values.pictures === "text" ? null : (
          <PictureField
            label="Pictures of yours"
            description="Empty: pictures are made for the posts"
            value={form.values.mediaIds}
            max={10}
            error={form.errors["mediaIds"] as string | undefined}
            onChange={(mediaIds) => form.setFieldValue("mediaIds", mediaIds)}
          />
        )}
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
          <Stack gap={4}>
            <Cost values={form.values} />
            {isRestored ? (
              <Text size="sm" c="dimmed">
                Restored what you typed before.{" "}
                <Anchor component="button" type="button" size="sm" underline="always" onClick={startOver}>
                  Start over
                </Anchor>
              </Text>
            ) : null}
          </Stack>
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
