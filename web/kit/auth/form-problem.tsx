"use client";

import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { asApiError } from "../api/error.ts";

/** Why a form of the door was refused, over its fields; takes focus so that it is heard and seen. */
export function FormProblem({ error }: { error: Error | null }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) box.current?.focus();
  }, [error]);
  if (!error) return null;
  return (
    <Alert ref={box} tabIndex={-1} role="alert" color="red" icon={<IconAlertTriangle aria-hidden />}>
      {asApiError(error).message}
    </Alert>
  );
}
