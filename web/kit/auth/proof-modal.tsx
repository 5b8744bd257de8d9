"use client";

import { Modal } from "@mantine/core";
import { ProofForm } from "./proof-form.tsx";

interface ProofModalProps {
  opened: boolean;
  onSettle: (isProven: boolean) => void;
}

/** The question itself, in a window over the screen. */
export function ProofModal({ opened, onSettle }: ProofModalProps) {
  return (
    <Modal opened={opened} onClose={() => onSettle(false)} title="Confirm that it is you" size={420} zIndex={400}>
      <ProofForm onProven={() => onSettle(true)} onCancel={() => onSettle(false)} />
    </Modal>
  );
}
