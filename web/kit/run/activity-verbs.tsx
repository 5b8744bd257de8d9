"use client";
import { Button, Group, Text, Textarea } from "@mantine/core";
import { IconBan, IconPlayerPause, IconPlayerPlay, IconRefresh, IconRotateClockwise } from "@tabler/icons-react";
import { useState } from "react";
import { type Activity, activityMachine, repeatableTypes } from "#schema/activity.ts";
import { allows } from "#schema/machine.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";

type Verb = "pause" | "resume" | "retry" | "redo" | "cancel";

const verbs: Record<Verb, { label: string; icon: typeof IconBan; effect: string; done: string; danger?: boolean }> = {
  pause: {
    label: "Pause",
    icon: IconPlayerPause,
    effect: "The agent finishes what it is writing, then waits.",
    done: "Paused.",
  },
  resume: { label: "Resume", icon: IconPlayerPlay, effect: "The agent goes on with the next step.", done: "Going on." },
  retry: {
    label: "Retry",
    icon: IconRefresh,
    effect: "The agent begins anew. It costs credits only if it succeeds.",
    done: "Queued again.",
  },
  redo: {
    label: "Do again",
    icon: IconRotateClockwise,
    effect:
      "The agent does it anew, with your reason as a note. What is made from it follows if it says something else.",
    done: "Queued again.",
  },
  cancel: {
    label: "Cancel",
    icon: IconBan,
    effect: "The work ends for good. What is written so far stays readable.",
    done: "Cancelled.",
    danger: true,
  },
};

function openVerbs(activity: Activity): Verb[] {
  const isActive = activity.status === "queued" || activity.status === "in_progress" || activity.status === "pending";
  const open: Verb[] = [];
  if (allows(activityMachine, activity.status, "retry")) open.push("retry");
  if (activity.pausedAt !== null) open.push("resume");
  else if (isActive) open.push("pause");
  if (allows(activityMachine, activity.status, "redo") && repeatableTypes.includes(activity.type)) open.push("redo");
  if (allows(activityMachine, activity.status, "cancel")) open.push("cancel");
  return open;
}

/** What a DM can do to an activity in its present state; each asks first. */
export function ActivityVerbs({ activity }: { activity: Activity }) {
  const [asked, setAsked] = useState<Verb | null>(null);
  const [reason, setReason] = useState("");
  const act = useAction(
    (input: { verb: Verb; reason: string }, idempotencyKey) =>
      api.post<Activity>(
        `/dm/v1/activities/${activity.id}/${input.verb}`,
        input.reason === "" ? {} : { reason: input.reason },
        { idempotencyKey },
      ),
    {
      invalidates: ["/tenant/v1/activities", "/dm/v1", "/tenant/v1/runs", "/tenant/v1/blog-posts"],
      success: (_, input) => verbs[input.verb].done,
      onSuccess: () => setAsked(null),
    },
  );
  const verb = asked === null ? null : verbs[asked];
  return (
    <Group gap="xs">
      {openVerbs(activity).map((name) => {
        const Icon = verbs[name].icon;
        return (
          <Button
            key={name}
            size="xs"
            variant={name === "retry" ? "filled" : "default"}
            leftSection={<Icon size={15} aria-hidden />}
            onClick={() => {
              setReason("");
              setAsked(name);
            }}
          >
            {verbs[name].label}
          </Button>
        );
      })}
      <ConfirmDialog
        opened={verb !== null}
        onClose={() => setAsked(null)}
        onConfirm={() => asked && act.mutate({ verb: asked, reason: reason.trim() })}
        title={`${verb?.label ?? ""} ${activity.ref}?`}
        confirmLabel={asked === "cancel" ? "Cancel the work" : (verb?.label ?? "")}
        danger={verb?.danger ?? false}
        isBusy={act.isPending}
      >
        <Text size="sm" mb="sm">
          “{activity.title}” of {activity.tenantName}. {verb?.effect}
        </Text>
        <Textarea
          label="Reason (optional)"
          description="Kept in the activity's timeline."
          maxLength={500}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </ConfirmDialog>
    </Group>
  );
}
