"use client";

import { Button, Group, Modal, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormErrors, useFieldErrors } from "../components/form-errors.tsx";
import { useConnectWordpress } from "./queries.ts";

interface WordpressDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Connects a WordPress site by an application password, which WordPress 5.6 and later give out in the user's profile. */
export function WordpressDialog({ opened, onClose }: WordpressDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Connect WordPress">
      <Body onClose={onClose} />
    </Modal>
  );
}

const modes = [
  { value: "draft", label: "As drafts, published on the site by you" },
  { value: "publish", label: "Public at once, after your approval" },
];

function Body({ onClose }: { onClose: () => void }) {
  const save = useConnectWordpress(onClose);
  const form = useForm({
    initialValues: { siteUrl: "", username: "", appPassword: "", mode: "draft" as "draft" | "publish" },
    validate: {
      siteUrl: (value) => (/^https?:\/\/\S+\.?\S+$/.test(value) ? null : "An address looks like https://example.com."),
      username: (value) => (value.trim() ? null : "Give the user's name."),
      appPassword: (value) => (value.trim().length >= 8 ? null : "Paste the application password."),
    },
  });
  const { error } = save;
  useFieldErrors(form.setErrors, error);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        // The dialog may stand in the form of a wizard's step, which is not meant.
        event.stopPropagation();
        form.onSubmit((values) => save.mutate({ ...values, name: new URL(values.siteUrl).host }))(event);
      }}
    >
      <Stack>
        <FormErrors error={error} />
        <TextInput
          data-autofocus
          label="Address of the site"
          placeholder="https://example.com"
          type="url"
          required
          {...form.getInputProps("siteUrl")}
        />
        <TextInput label="User" autoComplete="off" required {...form.getInputProps("username")} />
        <PasswordInput
          label="Application password"
          description="In WordPress under Users, Profile, Application passwords. Not the password of the sign-in."
          autoComplete="new-password"
          required
          {...form.getInputProps("appPassword")}
        />
        <Select label="Posts are made" allowDeselect={false} data={modes} {...form.getInputProps("mode")} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Connect
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
