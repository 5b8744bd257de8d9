"use client";

import { Alert, Button, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

interface LockedNoteProps {
  /** Seconds from now until one may try again. */
  seconds: number;
  onMail: () => void;
  isMailing: boolean;
  isMailed: boolean;
  onOver: () => void;
}

/** Too many failed attempts: how long it lasts, and the way out for the owner of the address. */
export function LockedNote({ seconds, onMail, isMailing, isMailed, onOver }: LockedNoteProps) {
  const box = useRef<HTMLDivElement>(null);
  const [until] = useState(() => Date.now() + seconds * 1_000);
  const [minutes, setMinutes] = useState(() => Math.max(1, Math.ceil(seconds / 60)));
  const over = useRef(onOver);
  useEffect(() => {
    over.current = onOver;
  });
  useEffect(() => {
    box.current?.focus();
    const timer = setInterval(() => {
      const left = until - Date.now();
      if (left <= 0) over.current();
      else setMinutes(Math.ceil(left / 60_000));
    }, 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      role="alert"
      color="yellow"
      icon={<IconLock aria-hidden />}
      title="Too many failed attempts"
    >
      <Text size="sm" mb="sm">
        Try again in {minutes === 1 ? "1 minute" : `${minutes} minutes`}
        {isMailed ? "." : ", or have a link mailed to you that unlocks the account at once."}
      </Text>
      {isMailed ? (
        <Text size="sm" role="status">
          If an account belongs to this address, the link is on its way.
        </Text>
      ) : (
        <Button size="xs" variant="default" onClick={onMail} loading={isMailing}>
          Mail me a link
        </Button>
      )}
    </Alert>
  );
}
