"use client";

import { Alert, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useSearchParams } from "next/navigation";
import type { AppName } from "#schema/roles.ts";
import { asApiError } from "../api/error.ts";
import { Brand } from "../shell/brand.tsx";
import classes from "./login-form.module.css";
import { useLogin } from "./queries.ts";

interface LoginFormProps {
  app: AppName;
  portalName: string;
  /** One line that says whose door this is. */
  lead: string;
}

/** Only addresses inside of this portal are followed. */
function safeNext(next: string | null): string {
  return next?.startsWith("/") && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
}

/** The sign-in page of a portal. */
export function LoginForm({ app, portalName, lead }: LoginFormProps) {
  const next = safeNext(useSearchParams().get("next"));
  const login = useLogin(() => window.location.assign(next));
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "" },
    validate: {
      email: (value) =>
        /^\S+@\S+\.\S+$/.test(value.trim()) ? null : "Enter your e-mail address, like name@company.com.",
      password: isNotEmpty("Enter your password."),
    },
  });
  const problem = login.error ? asApiError(login.error) : null;
  return (
    <main className={classes["page"]}>
      <title>{`Sign in · ${portalName}`}</title>
      <div className={classes["story"]} aria-hidden="true">
        <p className={classes["line"]}>People and agents, one desk.</p>
        <p className={classes["small"]}>Nothing leaves the house before someone has read it.</p>
      </div>
      <div className={classes["side"]}>
        <div className={classes["card"]}>
          <Brand portalName={portalName} />
          <div>
            <h1 className={classes["title"]}>Sign in</h1>
            <Text size="sm" c="dimmed">
              {lead}
            </Text>
          </div>
          <form
            onSubmit={form.onSubmit((values) =>
              login.mutate({ app, email: values.email.trim(), password: values.password }),
            )}
            noValidate
          >
            <Stack gap="md">
              {problem ? (
                <Alert role="alert" color="red" icon={<IconAlertTriangle aria-hidden />}>
                  {problem.message}
                </Alert>
              ) : null}
              <TextInput
                key={form.key("email")}
                label="E-mail"
                type="email"
                autoComplete="username"
                size="md"
                data-autofocus
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
              <Button type="submit" size="md" fullWidth loading={login.isPending || login.isSuccess}>
                Sign in
              </Button>
            </Stack>
          </form>
        </div>
      </div>
    </main>
  );
}
