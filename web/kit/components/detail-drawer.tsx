"use client";

import { Drawer } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { Fragment, type ReactNode } from "react";

interface DetailDrawerProps {
  /** Which thing of the list is open; null: none. */
  id: string | null;
  /** What the things of the list are called. */
  title: string;
  size?: "lg" | "xl";
  onClose: () => void;
  /** The thing; begun anew with each id. */
  children: (id: string) => ReactNode;
}

/** One thing of a list, beside the list. Escape closes what is on top: a question asked here closes alone. */
export function DetailDrawer({ id, title, size = "lg", onClose, children }: DetailDrawerProps) {
  useWindowEvent(
    "keydown",
    (event) => {
      if (id !== null && event.key === "Escape" && isOnTop(event)) onClose();
    },
    { capture: true },
  );
  return (
    <Drawer opened={id !== null} onClose={onClose} closeOnEscape={false} position="right" size={size} title={title}>
      {id === null ? null : <Fragment key={id}>{children(id)}</Fragment>}
    </Drawer>
  );
}

// An open list of a field keeps the key for itself, and so does another dialog.
function isOnTop({ target, isComposing }: KeyboardEvent): boolean {
  if (isComposing) return false;
  if (target instanceof Element && target.getAttribute("data-mantine-stop-propagation") === "true") return false;
  return document.querySelectorAll('[aria-modal="true"]').length === 1;
}
