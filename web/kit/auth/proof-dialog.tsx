"use client";

import { Modal } from "@mantine/core";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { proofIsAskedBy } from "../api/proof.ts";

const ProofForm = dynamic(() => import("./proof-form.tsx").then(({ ProofForm: Form }) => Form), { ssr: false });

/**
 * Asks again for a proof of the person when the API wants a fresh one, and lets the refused call go on afterwards. Stands
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
