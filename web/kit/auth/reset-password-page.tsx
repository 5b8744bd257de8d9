"use client";

import { Anchor, Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { asApiError } from "../api/error.ts";
import type { Door } from "./door.ts";
import { DoorPage } from "./door-page.tsx";
import { ExpiredLinkPage } from "./expired-link-page.tsx";
import { FormProblem } from "./form-problem.tsx";
import { NewPassword, passwordProblem, refusedPassword } from "./new-password.tsx";
import { NotePage } from "./note-page.tsx";
import { useDoorAction } from "./use-door-action.ts";

interface Reset {
  token: string;
  password: string;
}

/** Sets a new password with the link of a mail; all sessions end. */
export function ResetPasswordPage({ door }: { door: Door }) {
  const token = useSearchParams().get("token") ?? "";
  const reset = useDoorAction<Reset, void>("/auth/v1/password/reset");
  const form = useForm({ initialValues: { password: "" }, validate: { password: passwordProblem } });
  const problem = reset.error ? asApiError(reset.error) : null;
  const refusal = refusedPassword(problem);

  if (reset.isSuccess) {
    return (
      <NotePage
        door={door}
        look="done"
        title="Your password is changed"
        text="You were signed out on every device. Sign in with the new password."
      >
        <Button component={Link} href="/login">
          Sign in
        </Button>
      </NotePage>
    );
  }
  if (!token || problem?.code === "link.link_expired") {
    return (
      <ExpiredLinkPage door={door} what="link to set a new password">
        <Button component={Link} href="/forgot-password">
          Mail me a new link
        </Button>
      </ExpiredLinkPage>
    );
  }
  return (
    <DoorPage
      door={door}
      title="Choose a new password"
      lead="You will be signed out everywhere else."
      foot={
        <Anchor component={Link} href="/login" size="sm">
          Back to sign in
        </Anchor>
      }
    >
      <form onSubmit={form.onSubmit(({ password }) => reset.mutate({ token, password }))} noValidate>
        <Stack>
          <FormProblem error={refusal ? null : reset.error} />
          <NewPassword label="New password" refusal={refusal} {...form.getInputProps("password")} />
          <Button type="submit" size="md" fullWidth loading={reset.isPending}>
            Set the password
          </Button>
        </Stack>
      </form>
    </DoorPage>
  );
}
