"use client";

import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useState } from "react";

interface ConfirmDialogProps {
  opened: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  /** Names thing, place and effect. */
  children: ReactNode;
  confirmLabel: string;
  /** Outgoing or destructive actions are red. */
  danger?: boolean;
  isBusy?: boolean;
  /** The person has to type this before the button opens. */
  typeToConfirm?: string;
}

/** Asks before something leaves the house or is lost. Escape and Cancel do nothing. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    opened,
    onClose,
    onConfirm,
    title,
    children,
    confirmLabel,
    danger = false,
    isBusy = false,
    typeToConfirm,
  } = props;
  const [typed, setTyped] = useState("");
  const isHeld = typeToConfirm !== undefined && typed !== typeToConfirm;
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Stack>
        <Text size="sm" component="div">
          {children}
        </Text>
        {typeToConfirm === undefined ? null : (
          <TextInput
            label={`Type ${typeToConfirm} to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button {...(danger ? { color: "red.8" } : {})} onClick={onConfirm} loading={isBusy} disabled={isHeld}>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
