"use client";

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useState } from "react";

interface ReasonDialogProps {
  opened: boolean;
  onClose: () => void;
  onConfirm: (reason: string) => void;
  title: string;
  /** Names thing, place and effect. */
  children: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  isBusy?: boolean;
  /** What was wrong with the last try, e.g. a refusal of the service. */
  problem?: string | undefined;
  /** Shortest reason, in characters. */
  min?: number;
  /** Further choices under the reason. */
  extra?: ReactNode;
}

const reasonMax = 500;

/** Asks before something grave and keeps why it was done; the reason goes to the audit log. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { opened, onClose, title } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <ReasonForm {...props} />
    </Modal>
  );
}

function ReasonForm(props: ReasonDialogProps) {
  const {
    onClose,
    onConfirm,
    children,
    confirmLabel,
    danger = false,
    isBusy = false,
    problem,
    min = 10,
    extra,
  } = props;
  const [reason, setReason] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const text = reason.trim();
    if (text.length < min) setSaid(`Give a reason of at least ${min} characters.`);
    else onConfirm(text);
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        <Text size="sm" component="div">
          {children}
        </Text>
        <Textarea
          label="Reason"
          description="Kept in the audit log."
          autosize
          minRows={2}
          maxRows={6}
          maxLength={reasonMax}
          required
          data-autofocus
          error={said ?? problem}
          value={reason}
          onChange={(event) => {
            setReason(event.currentTarget.value);
            setSaid(null);
          }}
        />
        {extra}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} {...(danger ? { color: "red.8" } : {})}>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
