"use client";

import { useDisclosure, useHotkeys } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { NavGroup } from "./portal.ts";

const KeyboardList = dynamic(() => import("./keyboard-list.tsx").then(({ KeyboardList: List }) => List), {
  ssr: false,
});

const openEvent = "lm:keyboard-help";

/** Opens the list of keys from anywhere. */
export function openKeyboardHelp(): void {
  window.dispatchEvent(new Event(openEvent));
}

/** `?` lists the keys. */
export function KeyboardHelp({ nav }: { nav: readonly NavGroup[] }) {
  const [isWanted, setWanted] = useState(false);
  const [isOpen, { open, close }] = useDisclosure(false, { onOpen: () => setWanted(true) });
  useHotkeys([
    ["shift+?", open],
    ["?", open],
    ["/", focusFilter],
  ]);
  useEffect(() => {
    window.addEventListener(openEvent, open);
    return () => window.removeEventListener(openEvent, open);
  }, [open]);
  return isWanted ? <KeyboardList nav={nav} opened={isOpen} onClose={close} /> : null;
}

function focusFilter(): void {
  document.querySelector<HTMLInputElement>("[data-filter-box]")?.focus();
}
