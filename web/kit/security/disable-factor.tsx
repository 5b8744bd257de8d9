"use client";

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { FormEvent } from "react";
import { useState } from "react";
import { asApiError, isCancelled } from "../api/error.ts";
import { CodeField } from "../auth/code-field.tsx";
import { useTotpDisable } from "./queries.ts";

/** Switches the second factor off, with a last code of the app. */
export function DisableFactor() {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [code, setCode] = useState("");
  const disable = useTotpDisable(close);
  const problem = disable.error && !isCancelled(disable.error) ? asApiError(disable.error).message : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    disable.mutate(code);
  };
  const start = (): void => {
    setCode("");
    disable.reset();
    open();
  };
  return (
    <>
      <Button variant="subtle" color="red" onClick={start}>
        Switch off
      </Button>
      <Modal opened={isOpen} onClose={close} title="Switch the second factor off?">
        <form onSubmit={submit} noValidate>
          <Stack>
            <Text size="sm">The password alone opens your account then. Recovery codes end with it.</Text>
            <CodeField label="Code of the app" value={code} onChange={setCode} error={problem} autoFocus />
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" color="red.8" loading={disable.isPending} disabled={code.length < 6}>
                Switch off
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
