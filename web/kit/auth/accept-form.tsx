"use client";

import { Anchor, Button, PasswordInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import Link from "next/link";
import type { LoginAnswer } from "#schema/auth.ts";
import type { InvitationPreview } from "#schema/invitation.ts";
import { asApiError } from "../api/error.ts";
import { FormErrors, fieldErrors } from "../components/form-errors.tsx";
import type { Door } from "./door.ts";
import { DoorPage } from "./door-page.tsx";
import { NewPassword, passwordProblem, refusedPassword } from "./new-password.tsx";
import { useDoorAction } from "./use-door-action.ts";

interface AcceptFormProps {
  door: Door;
  token: string;
  invitation: InvitationPreview;
  onAnswer: (answer: LoginAnswer) => void;
}
interface Accept {
  firstName?: string;
  lastName?: string;
  password: string;
}

const roleWords = {
  client: { admin: "admin", member: "member", reviewer: "approver" },
  agency: { admin: "lead of the team", member: "member of the team", reviewer: "reviewer" },
} as const;

/** Name and password of a new person, or the password of the account that the invitation goes to. */
export function AcceptForm({ door, token, invitation, onAnswer }: AcceptFormProps) {
  const { newUser, email, inviterName, tenantName, side, role } = invitation;
  const accept = useDoorAction<Accept, LoginAnswer>(
    `/auth/v1/invitations/${encodeURIComponent(token)}/accept`,
    onAnswer,
  );
  const form = useForm({
    initialValues: { firstName: "", lastName: "", password: "" },
    validate: {
      firstName: (value) => (newUser && !value.trim() ? "Enter your first name." : null),
      lastName: (value) => (newUser && !value.trim() ? "Enter your last name." : null),
      password: (value) => (newUser ? passwordProblem(value) : value ? null : "Enter your password."),
    },
  });
  const problem = accept.error ? asApiError(accept.error) : null;
  const refusal = refusedPassword(problem);
  const fromService = problem ? fieldErrors(problem) : {};
  const submit = ({ firstName, lastName, password }: typeof form.values): void =>
    accept.mutate(newUser ? { firstName: firstName.trim(), lastName: lastName.trim(), password } : { password });
  return (
    <DoorPage
      door={door}
      title={`Join ${tenantName}`}
      lead={
        <>
          {inviterName} invites <strong>{email}</strong> as {roleWords[side][role]}.
        </>
      }
      foot={
        newUser ? null : (
          <Anchor component={Link} href="/forgot-password" size="sm">
            Forgot password?
          </Anchor>
        )
      }
    >
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <Stack>
          <FormErrors error={refusal ? null : problem} />
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          {newUser ? (
            <>
              <SimpleGrid cols={{ base: 1, xs: 2 }}>
                <TextInput
                  label="First name"
                  size="md"
                  autoComplete="given-name"
                  maxLength={50}
                  {...form.getInputProps("firstName")}
                  error={form.errors["firstName"] ?? fromService["firstName"]}
                />
                <TextInput
                  label="Last name"
                  size="md"
                  autoComplete="family-name"
                  maxLength={50}
                  {...form.getInputProps("lastName")}
                  error={form.errors["lastName"] ?? fromService["lastName"]}
                />
              </SimpleGrid>
              <NewPassword label="Password" refusal={refusal} {...form.getInputProps("password")} />
            </>
          ) : (
            <PasswordInput
              label="Your password"
              size="md"
              autoComplete="current-password"
              description="You have an account already: it joins the workspace."
              visibilityToggleButtonProps={{ "aria-label": "Show or hide the password", tabIndex: 0 }}
              {...form.getInputProps("password")}
            />
          )}
          <Button type="submit" size="md" fullWidth loading={accept.isPending || accept.isSuccess}>
            {newUser ? "Create account and join" : "Join"}
          </Button>
        </Stack>
      </form>
    </DoorPage>
  );
}
