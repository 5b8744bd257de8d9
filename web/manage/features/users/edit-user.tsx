"use client";

import { Button, Checkbox, Drawer, Group, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { isLostRace } from "#kit/api/error.ts";
import { useFieldErrors } from "#kit/components/form-errors.tsx";
import { SaveProblem } from "#kit/components/lost-race.tsx";
import type { AppName, UserRole } from "#schema/roles.ts";
import type { UserDetail } from "#schema/user.ts";
import { useChangeUser } from "./queries.ts";
import { appOptions, fullName, roleOptions } from "./user-words.ts";

interface EditUserProps {
  user: UserDetail;
  onClose: () => void;
}

interface Values {
  firstName: string;
  lastName: string;
  phone: string;
  jobTitle: string;
  role: UserRole;
  appAccess: AppName[];
  secondFactorRequired: boolean;
}

function valuesOf(user: UserDetail): Values {
  const { firstName, lastName, phone, jobTitle, role, appAccess, secondFactorRequired } = user;
  return { firstName, lastName, phone: phone ?? "", jobTitle: jobTitle ?? "", role, appAccess, secondFactorRequired };
}

/** Changes a person's record and rights. */
export function EditUser({ user, onClose }: EditUserProps) {
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={`Edit ${fullName(user)}`}>
      <EditForm user={user} onDone={onClose} />
    </Drawer>
  );
}

function EditForm({ user, onDone }: { user: UserDetail; onDone: () => void }) {
  const [seen, setSeen] = useState(user);
  const change = useChangeUser(seen, onDone);
  const form = useForm<Values>({
    initialValues: valuesOf(user),
    validate: {
      firstName: (value) => (value.trim() ? null : "Enter the first name."),
      lastName: (value) => (value.trim() ? null : "Enter the last name."),
    },
  });
  const isLost = isLostRace(change.error);
  useFieldErrors(form.setErrors, change.error);
  const takeOver = (): void => {
    setSeen(user);
    form.setInitialValues(valuesOf(user));
    form.reset();
    change.reset();
  };
  const save = (values: Values): void => {
    const { phone, jobTitle, ...others } = values;
    const changed = { ...others, phone: phone.trim() || null, jobTitle: jobTitle.trim() || null };
    const fields = Object.entries(changed).filter(([name]) => form.isDirty(name));
    change.mutate(Object.fromEntries(fields));
  };
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Stack>
        <SaveProblem error={change.error} what="this person" onReload={takeOver} />
        <TextInput label="First name" required maxLength={80} data-autofocus {...form.getInputProps("firstName")} />
        <TextInput label="Last name" required maxLength={80} {...form.getInputProps("lastName")} />
        <TextInput label="Job title" maxLength={80} {...form.getInputProps("jobTitle")} />
        <TextInput
          label="Phone"
          type="tel"
          placeholder="+919820012345"
          maxLength={20}
          {...form.getInputProps("phone")}
        />
        <Select label="Role on the platform" data={roleOptions} allowDeselect={false} {...form.getInputProps("role")} />
        <Checkbox.Group label="Portals they may enter" {...form.getInputProps("appAccess")}>
          <Group mt="xs">
            {appOptions.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </Group>
        </Checkbox.Group>
        <Switch
          label="Demand a second factor"
          description="They set it up at the next sign-in"
          {...form.getInputProps("secondFactorRequired", { type: "checkbox" })}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!form.isDirty() || isLost}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
