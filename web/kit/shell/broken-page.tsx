"use client";

import { Button, Group } from "@mantine/core";
import { ErrorBlock } from "../components/error-block.tsx";
import { PageHeader } from "../components/page-header.tsx";

/** A screen that threw while it was drawn; the frame around it lives on. */
export function BrokenPage({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <>
      <PageHeader title="This page broke" />
      <ErrorBlock error={error} title="Nothing was lost on the server." onRetry={onRetry} />
      <Group mt="md">
        <Button variant="default" onClick={() => window.location.assign("/")}>
          Go home
        </Button>
      </Group>
    </>
  );
}
