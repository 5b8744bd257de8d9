"use client";

import { Button, Group, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { emailProblem } from "#kit/auth/email-problem.ts";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import type { TenantRole } from "#schema/roles.ts";
import { useInvite } from "./queries.ts";
import { roles } from "./role-words.ts";

/** Invites somebody by e-mail into a role. */
export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const form = useForm({
    initialValues: { email: "", role: "member" as TenantRole },
    validate: { email: emailProblem },
  });
  const close = (): void => {
    form.reset();
    invite.reset();
    onClose();
  };
  const invite = useInvite(() => {
    form.reset();
    onClose();
  });
  useFieldErrors(form.setErrors, invite.error);
  return (
    <Modal opened={opened} onClose={close} title="Invite somebody">
      <form
        onSubmit={form.onSubmit(({ email, role }) => invite.mutate({ email: email.trim().toLowerCase(), role }))}
        noValidate
      >
        <Stack>
          <FormErrors error={invite.error} />
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="off"
            data-autofocus
            maxLength={254}
            {...form.getInputProps("email")}
          />
          <Radio.Group label="Role" {...form.getInputProps("role")}>
            <Stack gap="sm" mt={6}>
              {(["member", "reviewer", "admin"] as const).map((role) => (
                <Radio key={role} value={role} label={roles[role].label} description={roles[role].description} />
              ))}
            </Stack>
          </Radio.Group>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={invite.isPending}>
              Send the invitation
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
