"use client";

import { Alert, List } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { ApiError } from "../api/error.ts";
import { words } from "./format.ts";

/** Field messages of a refused write, keyed by the form's field names: `form.setErrors(fieldErrors(error))`. */
export function fieldErrors(error: ApiError): Record<string, string> {
  return Object.fromEntries(error.fields.map((field) => [field.path.replace(/^body\./, ""), field.message]));
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
export function FormErrors({ error }: { error: ApiError | null }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) box.current?.focus();
  }, [error]);
  if (!error) return null;
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      role="alert"
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={error.message}
    >
      {error.fields.length > 0 ? (
        <List size="sm">
          {error.fields.map((field) => (
            <List.Item key={`${field.path}:${field.rule}`}>
              {nameOf(field.path)}: {field.message}
            </List.Item>
          ))}
        </List>
      ) : null}
    </Alert>
  );
}
