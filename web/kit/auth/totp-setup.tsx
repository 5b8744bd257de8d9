"use client";

import { Button, CopyButton, Group, Skeleton, Stack, Text } from "@mantine/core";
import dynamic from "next/dynamic";
import type { FormEvent, ReactNode } from "react";
import { useState } from "react";
import type { TotpSetup as Setup } from "#schema/auth.ts";
import { asApiError } from "../api/error.ts";
import { CodeField } from "./code-field.tsx";
import classes from "./totp-setup.module.css";

const QrCode = dynamic(() => import("./qr-code.tsx").then(({ QrCode: Code }) => Code), {
  ssr: false,
  loading: () => <Skeleton w={184} h={184} />,
});

interface TotpSetupProps {
  setup: Setup;
  onConfirm: (code: string) => void;
  error: Error | null;
  isBusy: boolean;
  /** Beside the button, e.g. Cancel. */
  secondary?: ReactNode;
}

/** Couples an authenticator app: picture or secret, then the first code as proof. */
export function TotpSetup({ setup, onConfirm, error, isBusy, secondary }: TotpSetupProps) {
  const [code, setCode] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onConfirm(code);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <ol className={classes["steps"]}>
          <li className={classes["step"]}>
            <div>
              <Text size="sm">Scan this with an authenticator app, or type the key into it.</Text>
              <div className={classes["code"]}>
                <QrCode text={setup.uri} label="QR code for the authenticator app" />
              </div>
              <Group gap="xs">
                <span className={classes["secret"]}>{inGroups(setup.secret)}</span>
                <CopyButton value={setup.secret} timeout={1_500}>
                  {({ copied, copy }) => (
                    <Button size="compact-xs" variant="default" onClick={copy}>
                      {copied ? "Copied" : "Copy key"}
                    </Button>
                  )}
                </CopyButton>
              </Group>
            </div>
          </li>
          <li className={classes["step"]}>
            <CodeField
              label="Enter the code that the app shows"
              value={code}
              onChange={setCode}
              error={error ? asApiError(error).message : null}
            />
          </li>
        </ol>
        <Group justify="flex-end" gap="sm">
          {secondary}
          <Button type="submit" loading={isBusy} disabled={code.length < 6}>
            Confirm
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** "JBSW Y3DP EHPK": easier to type over. */
function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? secret;
}
