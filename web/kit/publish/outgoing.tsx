"use client";

import { Button, Stack } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useState } from "react";
import type { PublishAttempt } from "#schema/blog.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { useRights } from "../auth/session.ts";
import { Attempt } from "../blog/publish-panel.tsx";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";

interface OutgoingProps {
  /** How it went so far. */
  attempt: PublishAttempt | null;
  /** The route that sends it. */
  path: string;
  /** What sending it is called. */
  label: string;
  /** What happens, in a sentence for who is about to do it. */
  what: string;
  /** Whether it was approved and has not gone out. */
  isReady: boolean;
  /** What is read anew. */
  invalidates: string;
}

/** How something that was approved goes out, step by step, and sending it by hand where it waits. */
export function Outgoing({ attempt, path, label, what, isReady, invalidates }: OutgoingProps) {
  const { can } = useRights();
  const [isAsking, setAsking] = useState(false);
  const send = useAction<void, PublishAttempt>((_, idempotencyKey) => api.post(path, {}, { idempotencyKey }), {
    invalidates: [invalidates, "/tenant/v1/publish-attempts"],
    success: "On its way",
    onSuccess: () => setAsking(false),
  });
  const isOver = attempt === null || attempt.status === "failed" || attempt.status === "abandoned";
  const maySend = isReady && isOver && can("blog_post.publish");
  if (!attempt && !maySend) return null;
  return (
    <Stack gap="sm">
      {attempt ? <Attempt attempt={attempt} /> : null}
      {maySend ? (
        <Button size="xs" leftSection={<IconSend size={15} aria-hidden />} onClick={() => setAsking(true)}>
          {label}…
        </Button>
      ) : null}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => send.mutate()}
        title={`${label}?`}
        confirmLabel={label}
        isBusy={send.isPending}
      >
        {what}
      </ConfirmDialog>
    </Stack>
  );
}
