"use client";
import { Button, Group, List, Modal, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, type ReactNode, useState } from "react";
import type { ActivityMoved } from "#schema/activity.ts";
import type { MonthNode } from "#schema/month.ts";
import { api } from "../api/client.ts";
import { asApiError } from "../api/error.ts";
import { useAction } from "../api/use-action.ts";
import { useRights } from "../auth/session.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { dayOf } from "./work.ts";
import { dayName } from "./work-card.tsx";

/** What stands in a calendar and may be put on another day. */
type Movable = Pick<MonthNode, "id" | "ref" | "title" | "status" | "goesOutOn" | "dueAt">;

interface Wish {
  work: Movable;
  on: string;
  withDependents: boolean;
}

export interface MoveWork {
  /** True for work that nobody has begun, where the person may move it. */
  isMovable: (work: Movable) => boolean;
  move: (work: Movable, on: string) => void;
  /** Asks for the day. */
  ask: (work: Movable) => void;
  dialogs: ReactNode;
}

/** Puts work on another day: at once, or after asking for the day, and whether what is made from it shall follow. */
export function useMoveWork(): MoveWork {
  const { can } = useRights();
  const [asked, setAsked] = useState<Movable | null>(null);
  const [following, setFollowing] = useState<(Wish & { dependents: ActivityMoved["moved"] }) | null>(null);
  const close = () => {
    setAsked(null);
    setFollowing(null);
  };
  const act = useAction(
    ({ work, on, withDependents }: Wish) =>
      api.patch<ActivityMoved>(`/tenant/v1/activities/${work.id}`, { on, from: dayOf(work), withDependents }),
    {
      quiet: true,
      invalidates: ["/tenant/v1/months", "/tenant/v1/activities", "/dm/v1/activities"],
      success: (done, { on }) => said(done, on),
      onSuccess: close,
      onError: (error, wish) => {
        const { details, message } = asApiError(error);
        const dependents = details["dependents"] as ActivityMoved["moved"] | undefined;
        if (dependents) setFollowing({ ...wish, dependents });
        else if (asked === null)
          notifications.show({ title: "It stays where it is", message, color: "red", autoClose: 8_000 });
      },
    },
  );
  const move = (work: Movable, on: string) => {
    if (on !== dayOf(work)) act.mutate({ work, on, withDependents: false });
  };
  return {
    isMovable: ({ status }) => can("activity.steer") && (status === "pending" || status === "queued"),
    move,
    ask: (work) => {
      act.reset();
      setAsked(work);
    },
    dialogs: (
      <>
        <Modal
          opened={asked !== null && following === null}
          onClose={close}
          title={asked === null ? "" : `Move ${asked.ref}`}
        >
          {asked !== null && (
            <DayForm
              key={asked.id}
              work={asked}
              problem={act.isError ? asApiError(act.error).message : null}
              isBusy={act.isPending}
              onCancel={close}
              onDay={(on) => move(asked, on)}
            />
          )}
        </Modal>
        <ConfirmDialog
          opened={following !== null}
          onClose={close}
          onConfirm={() => following && act.mutate({ work: following.work, on: following.on, withDependents: true })}
          title={following === null ? "" : `Move ${following.work.ref} and what follows?`}
          confirmLabel="Move all of it"
          isBusy={act.isPending}
        >
          {following !== null && <Followers {...following} />}
        </ConfirmDialog>
      </>
    ),
  };
}

function Followers({ work, on, dependents }: Wish & { dependents: ActivityMoved["moved"] }) {
  return (
    <Stack gap="xs">
      <span>
        With {work.title} on {dayName(on, true)}, what is made from it has to come later:
      </span>
      <List size="sm">
        {dependents.map(({ id, ref, title, from, on: to }) => (
          <List.Item key={id}>
            {ref} {title}: {from === null ? "" : `${dayName(from, true)} → `}
            {dayName(to, true)}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

interface DayFormProps {
  work: Movable;
  problem: string | null;
  isBusy: boolean;
  onCancel(): void;
  onDay(on: string): void;
}

function DayForm({ work, problem, isBusy, onCancel, onDay }: DayFormProps) {
  const [on, setOn] = useState(dayOf(work) ?? "");
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (on !== "") onDay(on);
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        <TextInput
          type="date"
          required
          data-autofocus
          label={work.goesOutOn === null ? "Due on" : "Goes out on"}
          description={`${work.title}. A working day of its month or the next one.`}
          error={problem}
          value={on}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} disabled={on === "" || on === dayOf(work)}>
            Move
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function said({ moved, collisions }: ActivityMoved, on: string): string {
  const others = moved.length > 1 ? `, and ${moved.length - 1} more with it` : "";
  return [`Moved to ${dayName(on, true)}${others}.`, ...collisions.map(({ what }) => `${what}.`)].join(" ");
}
