"use client";

import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./bottom-bar.module.css";

interface NavSheetProps {
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** The whole navigation, from below. */
export function NavSheet({ opened, onClose, children }: NavSheetProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="bottom"
      size="auto"
      radius="lg"
      title="All places"
      classNames={{ content: classes["drawer"] ?? "", body: classes["sheet"] ?? "" }}
    >
      {children}
    </Drawer>
  );
}
