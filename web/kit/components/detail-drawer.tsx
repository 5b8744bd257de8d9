import { Drawer } from "@mantine/core";
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

/** One thing of a list, beside the list. */
export function DetailDrawer({ id, title, size = "lg", onClose, children }: DetailDrawerProps) {
  return (
    <Drawer opened={id !== null} onClose={onClose} position="right" size={size} title={title}>
      {id === null ? null : <Fragment key={id}>{children(id)}</Fragment>}
    </Drawer>
  );
}
