"use client";

import { Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { asApiError, isCancelled } from "../api/error.ts";
import { NewPassword, passwordProblem, refusedPassword } from "../auth/new-password.tsx";
import { FormErrors } from "../components/form-errors.tsx";
import { Panel } from "../components/panel.tsx";
import { useChangePassword } from "./queries.ts";

/** Changes the password; every other session ends with it. */
export function PasswordPanel({ email }: { email: string }) {
  const form = useForm({
    initialValues: { current: "", password: "" },
    validate: {
      current: (value) => (value ? null : "Enter your present password."),
      password: passwordProblem,
    },
  });
  const change = useChangePassword(() => form.reset());
  const problem = change.error && !isCancelled(change.error) ? asApiError(change.error) : null;
  const isWrong = problem?.code === "auth.bad_credentials";
  const refusal = refusedPassword(problem);
  return (
    <Panel title="Password">
      <form onSubmit={form.onSubmit((values) => change.mutate(values))} noValidate>
        <Stack maw={420}>
          <FormErrors error={isWrong || refusal ? null : problem} />
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordInput
            label="Present password"
            autoComplete="current-password"
            size="md"
            visibilityToggleButtonProps={{ "aria-label": "Show or hide the present password", tabIndex: 0 }}
            {...form.getInputProps("current")}
            error={form.errors["current"] ?? (isWrong ? "This is not your present password." : null)}
          />
          <NewPassword label="New password" refusal={refusal} {...form.getInputProps("password")} />
          <Group justify="space-between">
            <Text size="xs" c="dimmed">
              All your other sessions end.
            </Text>
            <Button type="submit" loading={change.isPending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
