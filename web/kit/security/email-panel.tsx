"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { FormEvent } from "react";
import { useState } from "react";
import type { User } from "#schema/account.ts";
import { asApiError } from "../api/error.ts";
import { CodeField } from "../auth/code-field.tsx";
import { useResendVerification } from "../auth/queries.ts";
import { Panel } from "../components/panel.tsx";
import { ToneBadge } from "../components/status-badge.tsx";
import { EmailDialog } from "./email-dialog.tsx";
import { useVerifyCode } from "./queries.ts";

/** The address the account belongs to: whether it is confirmed, and its change. */
export function EmailPanel({ user }: { user: User }) {
  const [isChanging, { open, close }] = useDisclosure(false);
  return (
    <Panel
      title="E-mail"
      aside={
        <ToneBadge tone={user.emailVerified ? "done" : "attention"}>
          {user.emailVerified ? "Confirmed" : "Not confirmed"}
        </ToneBadge>
      }
      actions={
        <Button size="xs" variant="default" onClick={open}>
          Change
        </Button>
      }
    >
      <Stack>
        <Text size="sm">{user.email}</Text>
        {user.emailVerified ? null : <ConfirmForm />}
      </Stack>
      <EmailDialog opened={isChanging} onClose={close} />
    </Panel>
  );
}

function ConfirmForm() {
  const [code, setCode] = useState("");
  const verify = useVerifyCode();
  const resend = useResendVerification();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    verify.mutate(code);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack align="flex-start">
        <CodeField
          label="Code of the mail"
          description="We sent a link and a code to this address; either confirms it."
          value={code}
          onChange={setCode}
          error={verify.error ? asApiError(verify.error).message : null}
        />
        <Group gap="sm">
          <Button type="submit" loading={verify.isPending} disabled={code.length < 6}>
            Confirm
          </Button>
          <Button variant="default" loading={resend.isPending} onClick={() => resend.mutate()}>
            Mail me a new one
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
