"use client";

import { Button, Group, Modal, PasswordInput, SegmentedControl, Stack, Text } from "@mantine/core";
import type { FormEvent } from "react";
import { useEffect, useRef, useState } from "react";
import { asApiError } from "../api/error.ts";
import { proofIsAskedBy } from "../api/proof.ts";
import { CodeField } from "./code-field.tsx";
import { useProve } from "./queries.ts";

type Means = "password" | "code";

/**
 * Asks for password or code again when the API wants a fresh proof, and lets the refused call go on afterwards. Stands
 * once around all screens.
 */
export function ProofDialog() {
  const [isOpen, setOpen] = useState(false);
  const settle = useRef<((isProven: boolean) => void) | null>(null);

  useEffect(() => {
    proofIsAskedBy(() => {
      setOpen(true);
      return new Promise((resolve) => {
        settle.current = resolve;
      });
    });
    return () => proofIsAskedBy(null);
  }, []);

  const close = (isProven: boolean): void => {
    setOpen(false);
    settle.current?.(isProven);
    settle.current = null;
  };
  return (
    <Modal
      opened={isOpen}
      onClose={() => close(false)}
      title="Confirm that it is you"
      size={420}
      zIndex={400}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <ProofForm onProven={() => close(true)} onCancel={() => close(false)} />
    </Modal>
  );
}

function ProofForm({ onProven, onCancel }: { onProven: () => void; onCancel: () => void }) {
  const [means, setMeans] = useState<Means>("password");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const prove = useProve(onProven);
  const problem = prove.error ? asApiError(prove.error).message : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    prove.mutate(means === "password" ? { password } : { code });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">This changes how your account is protected, so please prove once more that it is you.</Text>
        <SegmentedControl
          aria-label="Prove with"
          fullWidth
          data={[
            { value: "password", label: "Password" },
            { value: "code", label: "Code of the app" },
          ]}
          value={means}
          onChange={(value) => {
            setMeans(value as Means);
            prove.reset();
          }}
        />
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
        ) : (
          <CodeField label="Code" value={code} onChange={setCode} error={problem} autoFocus />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={prove.isPending} disabled={means === "password" ? !password : code.length < 6}>
            Confirm
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
