"use client";

import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { proofIsAskedBy } from "../api/proof.ts";

const ProofModal = dynamic(() => import("./proof-modal.tsx").then(({ ProofModal: Modal }) => Modal), { ssr: false });

/**
 * Asks again for a proof of the person when the API wants a fresh one, and lets the refused call go on afterwards. Stands
 * once around all screens.
 */
export function ProofDialog() {
  const [isWanted, setWanted] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const settle = useRef<((isProven: boolean) => void) | null>(null);

  useEffect(() => {
    proofIsAskedBy(() => {
      setWanted(true);
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
  return isWanted ? <ProofModal opened={isOpen} onSettle={close} /> : null;
}
