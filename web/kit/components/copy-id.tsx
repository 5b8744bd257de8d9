"use client";

import { CopyButton, Tooltip, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./copy-id.module.css";

interface CopyIdProps {
  id: string;
  /** What the id is of, for the button's name. */
  label?: string;
  /** Shown instead of the shortened id, e.g. a reference. */
  text?: string;
}

function shortened(id: string): string {
  return id.length > 18 ? `${id.slice(0, 8)}…${id.slice(-6)}` : id;
}

/** An id in monospace that copies itself in full. */
export function CopyId({ id, label = "id", text }: CopyIdProps) {
  return (
    <CopyButton value={id} timeout={1_500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? "Copied" : id}>
          <UnstyledButton className={classes["id"]} onClick={copy}>
            {text ?? shortened(id)}
            <VisuallyHidden>, copy {label}</VisuallyHidden>
            {copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}
