"use client";
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowBackUp, IconPencil, IconTrash } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import type { AgentMemory, Lesson } from "#schema/memory.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { Panel } from "../components/panel.tsx";
import { LessonRow } from "./lesson-row.tsx";
import classes from "./memory.module.css";
import { type Chosen, useBringBack, useClear, useForget } from "./queries.ts";
import { WordDialog } from "./word-dialog.tsx";

interface AgentPanelProps {
  /** The memories of one agent. */
  memories: readonly AgentMemory[];
  mayForget: boolean;
  mayWord: boolean;
}

/** What one agent has learned, and what people took away of it. */
export function AgentPanel({ memories, mayForget, mayWord }: AgentPanelProps) {
  const [isAsking, setAsking] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [worded, setWorded] = useState<{ id: string; lesson: Lesson } | null>(null);
  const back = useBringBack();
  const forget = useForget((chosen) => told(chosen, () => back.mutate(chosen)));
  const clear = useClear(() => setAsking(false));
  const [first] = memories;
  if (!first) return null;
  const known = memories.filter(({ points }) => points.length > 0);
  const wordedIn = memories.find(({ id }) => id === worded?.id);
  const removed = memories.flatMap((memory) => memory.removed.map((lesson) => ({ id: memory.id, lesson })));
  return (
    <Panel
      title={first.agentLabel}
      flush
      actions={
        mayForget && known.length > 0 ? (
          <Button size="xs" variant="subtle" color="gray" onClick={() => setAsking(true)}>
            Remove all
          </Button>
        ) : null
      }
    >
      {known.map(({ id, label, points, mayWord: isWordable }) => (
        <Fragment key={id}>
          <h3 className={classes["heading"]}>{label}</h3>
          <ul className={classes["list"]} aria-label={label}>
            {points.map((lesson) => (
              <LessonRow
                key={lesson.point}
                lesson={lesson}
                action={
                  <>
                    {mayWord && isWordable ? (
                      <Tooltip label="Put it differently">
                        <ActionIcon
                          size="lg"
                          onClick={() => setWorded({ id, lesson })}
                          aria-label={`Put differently: ${lesson.text}`}
                        >
                          <IconPencil size={18} stroke={1.6} />
                        </ActionIcon>
                      </Tooltip>
                    ) : null}
                    {mayForget ? (
                      <RemoveButton
                        lesson={lesson}
                        isBusy={forget.isPending && forget.variables.point === lesson.point}
                        onClick={() => forget.mutate({ id, point: lesson.point })}
                      />
                    ) : null}
                  </>
                }
              />
            ))}
          </ul>
        </Fragment>
      ))}
      {removed.length > 0 ? (
        <div className={classes["removed"]}>
          <Button size="xs" variant="subtle" color="gray" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Hide what was removed" : `Show ${removed.length} removed`}
          </Button>
          {isOpen ? (
            <ul className={classes["list"]} aria-label="Removed">
              {removed.map(({ id, lesson }) => (
                <LessonRow
                  key={`${id}:${lesson.point}`}
                  lesson={lesson}
                  isRemoved
                  action={
                    mayForget ? (
                      <Button
                        size="xs"
                        variant="default"
                        leftSection={<IconArrowBackUp size={15} aria-hidden />}
                        loading={back.isPending && back.variables.point === lesson.point}
                        onClick={() => back.mutate({ id, point: lesson.point })}
                      >
                        Bring back
                      </Button>
                    ) : null
                  }
                />
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
      {worded && wordedIn ? (
        <WordDialog memory={wordedIn} lesson={worded.lesson} onClose={() => setWorded(null)} />
      ) : null}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => clear.mutate(first.agent)}
        isBusy={clear.isPending}
        title={`Remove all that ${first.agentLabel} has learned?`}
        confirmLabel="Remove all"
        danger
      >
        It begins anew with its next run, and does not learn the same again from the same texts. You can bring each
        back.
      </ConfirmDialog>
    </Panel>
  );
}

function RemoveButton({ lesson, isBusy, onClick }: { lesson: Lesson; isBusy: boolean; onClick(): void }) {
  return (
    <Tooltip label="Remove">
      <ActionIcon size="lg" loading={isBusy} onClick={onClick} aria-label={`Remove: ${lesson.text}`}>
        <IconTrash size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}

function told({ id, point }: Chosen, undo: () => void): void {
  const toast = `removed:${id}:${point ?? ""}`;
  notifications.show({
    id: toast,
    color: "green",
    autoClose: 8_000,
    message: (
      <>
        Removed. It is not learned again from the same texts.{" "}
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            undo();
            notifications.hide(toast);
          }}
        >
          Undo
        </Button>
      </>
    ),
  });
}
