"use client";

import { Anchor, Button, Stack, Text } from "@mantine/core";
import type { FormEvent } from "react";
import { useState } from "react";
import { asApiError } from "#kit/api/error.ts";
import { CodeField } from "#kit/auth/code-field.tsx";
import type { LinkView } from "#schema/approval-link.ts";
import { useSendCode, useVerifyCode } from "./queries.ts";

/** Proves that the contact sits at the screen: six digits, mailed to the address the link was made for. */
export function CodeGate({ token, link }: { token: string; link: LinkView }) {
  const [code, setCode] = useState("");
  const send = useSendCode(token);
  const verify = useVerifyCode(token);
  const problem = verify.error ?? send.error;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    verify.mutate(code);
  };
  if (!send.isSuccess && !verify.isError) {
    return (
      <Stack gap="xs">
        {send.error ? (
          <Text size="sm" c="red" role="alert">
            {asApiError(send.error).message}
          </Text>
        ) : null}
        <Button variant="default" loading={send.isPending} onClick={() => send.mutate()}>
          Mail a code to {link.contactEmail}
        </Button>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <CodeField
          label="Code of the mail"
          description={`Sent to ${send.data?.sentTo ?? link.contactEmail}; it works for ten minutes.`}
          value={code}
          onChange={setCode}
          onComplete={(given) => verify.mutate(given)}
          error={problem ? asApiError(problem).message : null}
          autoFocus
        />
        <Button type="submit" loading={verify.isPending} disabled={code.length < 6}>
          Confirm
        </Button>
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => {
            setCode("");
            verify.reset();
            send.mutate();
          }}
        >
          Mail another code
        </Anchor>
      </Stack>
    </form>
  );
}
