"use client";

import { Button, Group, PasswordInput, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import type { FormEvent } from "react";
import { useState } from "react";
import { asApiError } from "../api/error.ts";
import { useSecurity } from "../security/queries.ts";
import { CodeField } from "./code-field.tsx";
import { knowsPasskeys, PasskeyCancelled } from "./passkey.ts";
import { useProve } from "./queries.ts";

type Means = "password" | "code" | "passkey";

interface ProofFormProps {
  onProven: () => void;
  onCancel: () => void;
}

/** Password, code of the app or passkey: what the account has. */
export function ProofForm({ onProven, onCancel }: ProofFormProps) {
  const security = useSecurity().data;
  const [means, setMeans] = useState<Means>("password");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const prove = useProve(onProven);
  const problem = prove.error && !(prove.error instanceof PasskeyCancelled) ? asApiError(prove.error).message : null;
  const choices = [
    { value: "password", label: "Password" },
    ...(security?.totp.enabled ? [{ value: "code", label: "Code" }] : []),
    ...(security && security.passkeys > 0 && knowsPasskeys() ? [{ value: "passkey", label: "Passkey" }] : []),
  ];
  const isReady = means === "passkey" || (means === "password" ? password !== "" : code.length === 6);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    prove.mutate(means === "passkey" ? "passkey" : means === "password" ? { password } : { code });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">This changes how your account is protected, so please prove once more that it is you.</Text>
        {choices.length > 1 ? (
          <SegmentedControl
            aria-label="Prove with"
            fullWidth
            data={choices}
            value={means}
            onChange={(value) => {
              setMeans(value as Means);
              prove.reset();
            }}
          />
        ) : null}
        {means === "password" ? (
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            data-autofocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={problem}
            visibilityToggleButtonProps={{ "aria-label": "Show or hide the password", tabIndex: 0 }}
          />
        ) : null}
        {means === "code" ? (
          <CodeField label="Code of the app" value={code} onChange={setCode} error={problem} autoFocus />
        ) : null}
        {means === "passkey" && problem ? (
          <Text size="sm" c="red" role="alert">
            {problem}
          </Text>
        ) : null}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={prove.isPending}
            disabled={!isReady}
            leftSection={means === "passkey" ? <IconFingerprint size={16} aria-hidden /> : null}
          >
            Confirm
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
