"use client";
import { Button, Group, Textarea } from "@mantine/core";
import { IconBan, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "#kit/api/client.ts";
import { useAction } from "#kit/api/use-action.ts";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { words } from "#kit/components/format.ts";
import { useActivity } from "#kit/run/queries.ts";
import { type Activity, activityMachine } from "#schema/activity.ts";
import { allows } from "#schema/machine.ts";
import { isRunOver, type Run } from "#schema/run.ts";
import { useCancelRun } from "./queries.ts";

/** Stops a run that is not over; tries the work of one that failed again. */
export function RunVerbs({ run }: { run: Run }) {
  const [asked, setAsked] = useState<"cancel" | "retry" | null>(null);
  const [reason, setReason] = useState("");
  const activity = useActivity(run.activityId);
  const close = () => setAsked(null);
  const cancel = useCancelRun(run.id, close);
  const retry = useAction(
    (activityId: string, idempotencyKey) =>
      api.post<Activity>(`/dm/v1/activities/${activityId}/retry`, {}, { idempotencyKey }),
    { invalidates: ["/dm/v1", "/tenant/v1"], success: "Queued again.", onSuccess: close },
  );
  const canRetry = activity.data !== undefined && allows(activityMachine, activity.data.status, "retry");
  return (
    <Group gap="xs">
      {!isRunOver(run.status) && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconBan size={15} aria-hidden />}
          onClick={() => setAsked("cancel")}
        >
          Stop
        </Button>
      )}
      {canRetry && (
        <Button size="xs" leftSection={<IconRefresh size={15} aria-hidden />} onClick={() => setAsked("retry")}>
          Try again
        </Button>
      )}
      <ConfirmDialog
        opened={asked === "cancel"}
        onClose={close}
        onConfirm={() => cancel.mutate(reason.trim())}
        title={`Stop this run of ${words(run.agent)}?`}
        confirmLabel="Stop the run"
        danger
        isBusy={cancel.isPending}
      >
        It ends at its next step, and its work fails; it can be tried again.
        <Textarea
          mt="sm"
          label="Reason (optional)"
          maxLength={500}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === "retry"}
        onClose={close}
        onConfirm={() => run.activityId && retry.mutate(run.activityId)}
        title={`Try ${activity.data?.ref ?? "the work"} again?`}
        confirmLabel="Try again"
        isBusy={retry.isPending}
      >
        The agent begins anew in another run. It costs credits only if it succeeds.
      </ConfirmDialog>
    </Group>
  );
}
