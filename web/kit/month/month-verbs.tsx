"use client";
import { Button, Group, Text, Textarea } from "@mantine/core";
import { IconBan, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { allows } from "#schema/machine.ts";
import { type Month, type MonthGraph, monthMachine } from "#schema/month.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { useRights } from "../auth/session.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { monthName } from "./months.ts";

const verbs = {
  pause: {
    label: "Pause",
    icon: IconPlayerPause,
    effect: "What has not begun waits until somebody lets it go on. Work that runs is finished.",
    done: "The month is paused.",
  },
  resume: {
    label: "Resume",
    icon: IconPlayerPlay,
    effect: "What was held back goes on.",
    done: "The month goes on.",
  },
  cancel: {
    label: "Give up",
    icon: IconBan,
    effect: "What has not begun is cancelled for good and its credits come back. Work that runs is finished.",
    done: "The month was given up.",
  },
} as const;
type Verb = keyof typeof verbs;

/** What somebody of the agency can do to a whole month; each asks first. */
export function MonthVerbs({ month }: { month: Month }) {
  const { can } = useRights();
  const [asked, setAsked] = useState<Verb | null>(null);
  const [reason, setReason] = useState("");
  const act = useAction(
    ({ verb, why }: { verb: Verb; why: string }, idempotencyKey) =>
      api.post<MonthGraph>(
        `/tenant/v1/months/${month.id}/${verb}`,
        verb !== "cancel" ? undefined : why === "" ? {} : { reason: why },
        { idempotencyKey },
      ),
    {
      invalidates: ["/tenant/v1/months", "/tenant/v1/activities", "/dm/v1", "/tenant/v1/credits"],
      success: (_, { verb }) => verbs[verb].done,
      onSuccess: () => setAsked(null),
    },
  );
  if (!can("activity.steer")) return null;
  const open = (Object.keys(verbs) as Verb[]).filter((verb) => allows(monthMachine, month.status, verb));
  const name = monthName(month.startsOn.slice(0, 7));
  return (
    <Group gap="xs">
      {open.map((verb) => {
        const { icon: Icon, label } = verbs[verb];
        return (
          <Button
            key={verb}
            size="xs"
            variant="default"
            leftSection={<Icon size={15} aria-hidden />}
            onClick={() => {
              setReason("");
              setAsked(verb);
            }}
          >
            {label}
          </Button>
        );
      })}
      <ConfirmDialog
        opened={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={() => asked && act.mutate({ verb: asked, why: reason.trim() })}
        title={asked === null ? "" : `${verbs[asked].label} ${name}?`}
        confirmLabel={asked === "cancel" ? "Give the month up" : asked === null ? "" : verbs[asked].label}
        danger={asked === "cancel"}
        isBusy={act.isPending}
      >
        <Text size="sm" mb="sm">
          {asked === null ? "" : verbs[asked].effect}
        </Text>
        {asked === "cancel" && (
          <Textarea
            label="Reason (optional)"
            description="Kept with each cancelled piece."
            maxLength={500}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </ConfirmDialog>
    </Group>
  );
}
