"use client";

import { Button, Checkbox, Group, Modal, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import type { AppName, UserRole } from "#schema/roles.ts";
import type { UserDetail } from "#schema/user.ts";
import { useCreateUser } from "./queries.ts";
import { appOptions, roleOptions } from "./user-words.ts";

interface NewUserProps {
  onClose: () => void;
  onMade: (user: UserDetail) => void;
}

interface Values {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  role: UserRole;
  appAccess: AppName[];
}

const empty: Values = { firstName: "", lastName: "", email: "", phone: "", role: "reviewer", appAccess: ["dm-portal"] };
/** Portals that go with a role, until somebody chooses others. */
const usualApps: Record<UserRole, AppName[]> = {
  super_admin: ["manage", "dm-portal"],
  admin: ["dm-portal"],
  reviewer: ["dm-portal"],
  member: ["dashboard"],
};

/** Makes an account; its owner sets the password from the mail. */
export function NewUser({ onClose, onMade }: NewUserProps) {
  const create = useCreateUser(onMade);
  const form = useForm<Values>({
    initialValues: empty,
    validate: {
      firstName: (value) => (value.trim() ? null : "Enter the first name."),
      lastName: (value) => (value.trim() ? null : "Enter the last name."),
      email: (value) =>
        /^\S+@\S+\.\S+$/.test(value.trim()) ? null : "Enter the e-mail address, like name@company.com.",
      appAccess: (value) => (value.length > 0 ? null : "Choose at least one portal."),
    },
  });
  useFieldErrors(form.setErrors, create.error);
  const send = ({ phone, ...values }: Values): void =>
    create.mutate({
      ...values,
      email: values.email.trim(),
      firstName: values.firstName.trim(),
      lastName: values.lastName.trim(),
      ...(phone.trim() ? { phone: phone.trim() } : {}),
    });
  return (
    <Modal opened onClose={onClose} title="New user">
      <form onSubmit={form.onSubmit(send)} noValidate>
        <Stack>
          <FormErrors error={create.error} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label="First name"
              required
              maxLength={80}
              autoComplete="off"
              data-autofocus
              {...form.getInputProps("firstName")}
            />
            <TextInput
              label="Last name"
              required
              maxLength={80}
              autoComplete="off"
              {...form.getInputProps("lastName")}
            />
          </SimpleGrid>
          <TextInput
            label="E-mail"
            description="A link to set the password goes there"
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            {...form.getInputProps("email")}
          />
          <TextInput
            label="Phone"
            type="tel"
            placeholder="+919820012345"
            maxLength={20}
            autoComplete="off"
            {...form.getInputProps("phone")}
          />
          <Select
            label="Role on the platform"
            data={roleOptions}
            allowDeselect={false}
            {...form.getInputProps("role")}
            onChange={(role) => {
              if (role === null) return;
              form.setValues({ role: role as UserRole, appAccess: usualApps[role as UserRole] });
            }}
          />
          <Checkbox.Group label="Portals they may enter" {...form.getInputProps("appAccess")}>
            <Group mt="xs">
              {appOptions.map(({ value, label }) => (
                <Checkbox key={value} value={value} label={label} />
              ))}
            </Group>
          </Checkbox.Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending || create.isSuccess}>
              Create and invite
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
