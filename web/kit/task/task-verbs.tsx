"use client";

import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconBan, IconCheck, IconPencil, IconPlayerPlay, IconRotate } from "@tabler/icons-react";
import { useState } from "react";
import type { ActivityDetail } from "#schema/activity.ts";
import { markOf } from "#schema/roles.ts";
import { useRights, useSession, useWorkspace } from "../auth/session.ts";
import { type TaskStep, useTaskStep } from "./queries.ts";
import { TaskDialog } from "./task-dialog.tsx";

type Asked = "finish" | "reopen" | "cancel" | "edit";

/** What may be done with a task of people now, by whoever leads the work and whoever does it. */
export function TaskVerbs({ task }: { task: ActivityDetail }) {
  const { can } = useRights();
  const me = useSession().data?.id;
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const step = useTaskStep(task.id, close);
  const leads = can("plan.refresh");
  const isOwn = useIsOwn(task, me);
  const isOpen = task.status === "pending" || task.status === "in_progress";
  const waits = task.blockedReason !== null || task.pausedAt !== null;
  const verb = (name: Asked, label: string, Icon: typeof IconCheck, variant = "default") => (
    <Button
      size="xs"
      variant={variant}
      leftSection={<Icon size={15} aria-hidden />}
      disabled={name === "finish" && waits}
      onClick={() => setAsked(name)}
    >
      {label}
    </Button>
  );
  return (
    <Group gap="xs">
      {isOwn && task.status === "pending" && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          disabled={waits}
          loading={step.isPending && step.variables?.verb === "start"}
          onClick={() => step.mutate({ verb: "start" })}
        >
          Begin
        </Button>
      )}
      {isOwn && isOpen && verb("finish", "Done", IconCheck, "filled")}
      {isOwn && task.status === "done" && verb("reopen", "Open again", IconRotate)}
      {leads && isOpen && verb("edit", "Change", IconPencil)}
      {leads && isOpen && verb("cancel", "Give up", IconBan)}
      <Modal opened={asked === "finish"} onClose={close} title={`${task.ref} is done`}>
        <FinishForm isBusy={step.isPending} onSave={(body) => step.mutate({ verb: "finish", body })} onClose={close} />
      </Modal>
      <Modal
        opened={asked === "reopen" || asked === "cancel"}
        onClose={close}
        title={asked === "reopen" ? `Open ${task.ref} again?` : `Give ${task.ref} up?`}
      >
        {(asked === "reopen" || asked === "cancel") && (
          <ReasonForm
            verb={asked}
            isBusy={step.isPending}
            onSave={(reason) => step.mutate({ verb: asked, body: reason ? { reason } : {} })}
            onClose={close}
          />
        )}
      </Modal>
      <TaskDialog opened={asked === "edit"} onClose={close} task={task} />
    </Group>
  );
}

function useIsOwn({ assignee, assigneeRole }: ActivityDetail, me: string | undefined): boolean {
  const { can } = useRights();
  const workspace = useWorkspace().data;
  if (can("plan.refresh")) return true;
  if (assignee) return assignee.id === me;
  const { side, role } = workspace?.membership ?? {};
  return side !== undefined && role !== undefined && assigneeRole === markOf(side, role);
}

type Result = Extract<TaskStep, { verb: "finish" }>["body"];
interface FormProps<T> {
  isBusy: boolean;
  onSave: (said: T) => void;
  onClose: () => void;
}

function FinishForm({ isBusy, onSave, onClose }: FormProps<Result>) {
  const [note, setNote] = useState("");
  const [link, setLink] = useState("");
  const isLink = link.trim() === "" || /^https?:\/\/\S+$/.test(link.trim());
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isLink)
          onSave({ ...(note.trim() ? { note: note.trim() } : {}), ...(link.trim() ? { link: link.trim() } : {}) });
      }}
    >
      <Stack>
        <Textarea
          data-autofocus
          label="What came of it (optional)"
          autosize
          minRows={3}
          maxLength={2_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <TextInput
          label="Where it is (optional)"
          type="url"
          placeholder="https://"
          value={link}
          error={isLink ? null : "An address that begins with https://"}
          onChange={(event) => setLink(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy}>
            It is done
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ReasonForm({ verb, isBusy, onSave, onClose }: FormProps<string> & { verb: "reopen" | "cancel" }) {
  const [reason, setReason] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave(reason.trim());
      }}
    >
      <Stack>
        <Text size="sm">
          {verb === "reopen"
            ? "Whoever does it goes on with it. What has begun since stays as it is."
            : "Nobody does it any more, and what waited for it goes on without it."}
        </Text>
        <Textarea
          data-autofocus
          label="Reason (optional)"
          maxLength={500}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={isBusy} {...(verb === "cancel" ? { color: "red" } : {})}>
            {verb === "reopen" ? "Open it again" : "Give it up"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
