"use client";

import { Anchor, Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import Link from "next/link";
import { useState } from "react";
import type { AppName } from "#schema/roles.ts";
import type { Door } from "./door.ts";
import { DoorPage } from "./door-page.tsx";
import { emailProblem } from "./email-problem.ts";
import { FormProblem } from "./form-problem.tsx";
import { NotePage } from "./note-page.tsx";
import { useDoorAction } from "./use-door-action.ts";

/** Asks for a link to a new password. The answer never says whether the address is known. */
export function ForgotPasswordPage({ door }: { door: Door }) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const forgot = useDoorAction<{ email: string; app: AppName }, void>("/auth/v1/password/forgot", (_, { email }) =>
    setSentTo(email),
  );
  const form = useForm({ mode: "uncontrolled", initialValues: { email: "" }, validate: { email: emailProblem } });

  if (sentTo !== null) {
    return (
      <NotePage
        door={door}
        look="mail"
        title="Look into your inbox"
        text={
          <>
            If an account belongs to <strong>{sentTo}</strong>, a link to set a new password is on its way. It works for
            one hour, once.
          </>
        }
      >
        <Button variant="default" onClick={() => setSentTo(null)}>
          Use another address
        </Button>
        <Anchor component={Link} href="/login" size="sm">
          Back to sign in
        </Anchor>
      </NotePage>
    );
  }
  return (
    <DoorPage
      door={door}
      title="Forgot your password?"
      lead="Tell us your e-mail address, and we mail you a link to set a new one."
      foot={
        <Anchor component={Link} href="/login" size="sm">
          Back to sign in
        </Anchor>
      }
    >
      <form onSubmit={form.onSubmit(({ email }) => forgot.mutate({ email: email.trim(), app: door.app }))} noValidate>
        <Stack>
          <FormProblem error={forgot.error} />
          <TextInput
            key={form.key("email")}
            label="E-mail"
            type="email"
            autoComplete="username"
            size="md"
            {...form.getInputProps("email")}
          />
          <Button type="submit" size="md" fullWidth loading={forgot.isPending}>
            Mail me a link
          </Button>
        </Stack>
      </form>
    </DoorPage>
  );
}
