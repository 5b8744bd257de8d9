"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { asApiError } from "../api/error.ts";
import { CopyId } from "./copy-id.tsx";
import classes from "./states.module.css";

interface ErrorBlockProps {
  error: unknown;
  /** What could not be shown, as the first words: "The posts could not be loaded." */
  title?: string;
  onRetry?: () => void;
}

/** Stands in place of the part that failed: what happened, its code, the request id, a way to try again. */
export function ErrorBlock({ error, title = "This part could not be loaded.", onRetry }: ErrorBlockProps) {
  const problem = asApiError(error);
  return (
    <div className={classes["error"]} role="alert">
      <IconAlertTriangle size={20} aria-hidden className={classes["errorIcon"]} />
      <Stack gap={6} style={{ minWidth: 0 }}>
        <Text fw={600}>{title}</Text>
        <Text size="sm">{problem.message}</Text>
        <Group gap="sm">
          <Text size="xs" c="dimmed" ff="monospace">
            {problem.code}
          </Text>
          {problem.requestId ? <CopyId id={problem.requestId} label="request id" /> : null}
        </Group>
        {onRetry ? (
          <div>
            <Button size="xs" variant="default" leftSection={<IconRefresh size={14} aria-hidden />} onClick={onRetry}>
              Retry
            </Button>
          </div>
        ) : null}
      </Stack>
    </div>
  );
}
