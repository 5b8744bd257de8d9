"use client";
import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { FormErrors } from "../components/form-errors.tsx";
import classes from "./edit-form.module.css";
import { useLeaveWarning } from "./use-leave-warning.ts";

interface Props {
  isDirty: boolean;
  /** What was typed before is back from the browser. */
  isRestored: boolean;
  /** A field does not fit. */
  isAmiss: boolean;
  isBusy: boolean;
  /** How many characters a note may have. */
  noteMax: number;
  /** Says that somebody else was faster, with what can be done; nothing is saved until that is done. */
  conflict: ReactNode;
  error: Error | null;
  /** What the field at a path of the API is called. */
  fieldName?: (path: string) => string;
  onDiscard(): void;
  onCancel?: () => void;
  /** It came in the place of a text: the first field takes the focus. */
  isOpened?: boolean;
  onSave(note: string): void;
  children: ReactNode;
}

/** The frame of an editor: unsaved changes are kept and asked about, the foot saves them with a note of what was changed. */
export function EditForm(props: Props) {
  const { isDirty, isRestored, isAmiss, isBusy, noteMax, conflict, error, fieldName } = props;
  const { onDiscard, onCancel, onSave, isOpened = false, children } = props;
  const [note, setNote] = useState("");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (isOpened) form.current?.querySelector<HTMLElement>("input, textarea")?.focus();
  }, [isOpened]);
  const isReady = isDirty && !isAmiss && !conflict;
  useLeaveWarning(isDirty);
  return (
    <form
      ref={form}
      className={classes["form"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isBusy) onSave(note.trim());
      }}
    >
      <Stack gap="lg">
        {isRestored && isDirty && (
          <Alert color="blue" title="Your unsaved changes are back">
            They were kept in this browser.{" "}
            <Button size="compact-xs" variant="default" onClick={onDiscard}>
              Discard them
            </Button>
          </Alert>
        )}
        {conflict}
        <FormErrors error={error} {...(fieldName ? { fieldName } : {})} />
        {children}
        <div className={classes["foot"]}>
          <TextInput
            flex="1 1 14rem"
            aria-label="What did you change?"
            placeholder="What did you change? (optional)"
            maxLength={noteMax}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group gap="xs" wrap="nowrap">
            <Text size="xs" c="dimmed" aria-live="polite">
              {isDirty ? (isAmiss ? "Mend the marked fields" : "Unsaved changes") : "No changes"}
            </Text>
            {onCancel && (
              <Button variant="default" onClick={onCancel}>
                Cancel
              </Button>
            )}
            <Button type="submit" loading={isBusy} disabled={!isReady}>
              Save
            </Button>
          </Group>
        </div>
      </Stack>
    </form>
  );
}
