"use client";

import { Anchor, Button, Checkbox, Divider, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { IconFingerprint } from "@tabler/icons-react";
import Link from "next/link";
import type { LoginAnswer } from "#schema/auth.ts";
import { asApiError } from "../api/error.ts";
import type { Door } from "./door.ts";
import { DoorPage } from "./door-page.tsx";
import { emailProblem } from "./email-problem.ts";
import { FormProblem } from "./form-problem.tsx";
import { LockedNote } from "./locked-note.tsx";
import { useLogin, useUnlockMail } from "./queries.ts";
import { usePasskeyLogin } from "./use-passkey-login.ts";

interface PasswordStepProps {
  door: Door;
  onAnswer: (answer: LoginAnswer) => void;
}

/** First step of the sign-in: who, and password or passkey. All refusals read the same. */
export function PasswordStep({ door, onAnswer }: PasswordStepProps) {
  const login = useLogin(onAnswer);
  const unlock = useUnlockMail();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "", keepSignedIn: true },
    validate: { email: emailProblem, password: isNotEmpty("Enter your password.") },
  });
  const passkey = usePasskeyLogin(door.app, () => form.getValues().keepSignedIn, onAnswer);
  const problem = login.error ? asApiError(login.error) : null;
  const lockedFor = problem?.code === "auth.locked" ? Number(problem.details["retryAfterSeconds"] ?? 900) : null;
  return (
    <DoorPage
      door={door}
      title="Sign in"
      lead={door.lead}
      foot={
        door.signUpHref ? (
          <span>
            New here?{" "}
            <Anchor component={Link} href={door.signUpHref} size="sm" underline="always">
              Create an account
            </Anchor>
          </span>
        ) : null
      }
    >
      <form
        onSubmit={form.onSubmit(({ email, ...values }) =>
          login.mutate({ app: door.app, email: email.trim(), ...values }),
        )}
        noValidate
      >
        <Stack gap="md">
          {lockedFor === null ? (
            <FormProblem error={login.error ?? passkey.error} />
          ) : (
            <LockedNote
              seconds={lockedFor}
              onMail={() => unlock.mutate({ email: form.getValues().email.trim(), app: door.app })}
              isMailing={unlock.isPending}
              isMailed={unlock.isSuccess}
              onOver={login.reset}
            />
          )}
          <TextInput
            key={form.key("email")}
            label="E-mail"
            type="email"
            autoComplete="username webauthn"
            size="md"
            {...form.getInputProps("email")}
          />
          <PasswordInput
            key={form.key("password")}
            label="Password"
            autoComplete="current-password"
            size="md"
            visibilityToggleButtonProps={{ "aria-label": "Show or hide the password", tabIndex: 0 }}
            {...form.getInputProps("password")}
          />
          <Group justify="space-between">
            <Checkbox
              key={form.key("keepSignedIn")}
              label="Keep me signed in"
              {...form.getInputProps("keepSignedIn", { type: "checkbox" })}
            />
            <Anchor component={Link} href="/forgot-password" size="sm">
              Forgot password?
            </Anchor>
          </Group>
          <Button type="submit" size="md" fullWidth loading={login.isPending || login.isSuccess}>
            Sign in
          </Button>
          {passkey.isKnown ? (
            <>
              <Divider label="or" labelPosition="center" />
              <Button
                variant="default"
                size="md"
                fullWidth
                loading={passkey.isPending}
                onClick={passkey.start}
                leftSection={<IconFingerprint size={18} stroke={1.7} aria-hidden />}
              >
                Use a passkey
              </Button>
            </>
          ) : null}
        </Stack>
      </form>
    </DoorPage>
  );
}
