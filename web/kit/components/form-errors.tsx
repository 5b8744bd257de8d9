"use client";

import { Alert, List } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { asApiError } from "../api/error.ts";
import { words } from "./format.ts";

/** Field messages of a refused write, keyed by the form's field names: `form.setErrors(fieldErrors(error))`. */
export function fieldErrors(error: Error): Record<string, string> {
  const { fields } = asApiError(error);
  return Object.fromEntries(fields.map((field) => [field.path.replace(/^body\./, ""), field.message]));
}

/** Shows the field messages of a refused write at the fields of its form. */
export function useFieldErrors(setErrors: (errors: Record<string, string>) => void, error: Error | null): void {
  useEffect(() => {
    if (error) setErrors(fieldErrors(error));
  }, [error, setErrors]);
}

/** "Target keyword" from `body.targetKeyword`. */
function nameOf(path: string): string {
  return words(
    path
      .replace(/^body\./, "")
      .replaceAll(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`),
  );
}

/** Summary above a form after a refused write; takes focus so that it is heard and seen. */
export function FormErrors({
  error,
  fieldName = nameOf,
}: {
  error: Error | null;
  fieldName?: (path: string) => string;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) box.current?.focus();
  }, [error]);
  if (!error) return null;
  const { message, fields } = asApiError(error);
  return (
    <Alert ref={box} tabIndex={-1} role="alert" color="red" icon={<IconAlertTriangle aria-hidden />} title={message}>
      {fields.length > 0 ? (
        <List size="sm">
          {fields.map((field) => (
            <List.Item key={`${field.path}:${field.rule}`}>
              {fieldName(field.path)}: {field.message}
            </List.Item>
          ))}
        </List>
      ) : null}
    </Alert>
  );
}
