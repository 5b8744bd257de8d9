"use client";

import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { isCancelled } from "../api/error.ts";
import { emailProblem } from "../auth/email-problem.ts";
import { FormErrors } from "../components/form-errors.tsx";
import { useChangeEmail } from "./queries.ts";

/** Asks for another address; it holds once the link that is mailed to it was opened. */
export function EmailDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const form = useForm({ initialValues: { email: "" }, validate: { email: emailProblem } });
  const change = useChangeEmail(() => {
    form.reset();
    onClose();
  });
  return (
    <Modal opened={opened} onClose={onClose} title="Change your e-mail">
      <form onSubmit={form.onSubmit(({ email }) => change.mutate(email.trim()))} noValidate>
        <Stack>
          <FormErrors error={isCancelled(change.error) ? null : change.error} />
          <Text size="sm">
            We mail a link to the new address. Until it is opened, you go on signing in with the present one.
          </Text>
          <TextInput
            label="New e-mail"
            type="email"
            autoComplete="email"
            data-autofocus
            maxLength={254}
            {...form.getInputProps("email")}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending}>
              Mail the link
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
