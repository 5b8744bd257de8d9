"use client";
import { Button, Group, Modal, NumberInput, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { AgentMemory, Lesson } from "#schema/memory.ts";
import { asApiError, isLostRace } from "../api/error.ts";
import { LostRace } from "../components/lost-race.tsx";
import { useWord } from "./queries.ts";

interface Props {
  memory: AgentMemory;
  /** The point as it was when the dialog was opened. */
  lesson: Lesson;
  onClose(): void;
}

const isFigure = ({ amount }: Lesson): boolean => amount !== null;

/** Puts what an agent has learned into a person's own words, or takes them back. */
export function WordDialog(props: Props) {
  return (
    <Modal opened onClose={props.onClose} title="Put it differently">
      <Form {...props} />
    </Modal>
  );
}

function Form({ memory, lesson, onClose }: Props) {
  const [text, setText] = useState(lesson.text);
  const [amount, setAmount] = useState<number | string>(lesson.amount ?? "");
  const [seen, setSeen] = useState(memory.rowVersion);
  const word = useWord(onClose);
  const asked = { id: memory.id, point: lesson.point, rowVersion: seen };
  const isLost = isLostRace(word.error);
  const problem = word.isError && !isLost ? asApiError(word.error).message : null;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    word.mutate(isFigure(lesson) ? { ...asked, amount: Number(amount) } : { ...asked, text: text.trim() });
  };
  const reload = () => {
    word.reset();
    setSeen(memory.rowVersion);
    const now = memory.points.find(({ point }) => point === lesson.point);
    setText(now?.text ?? lesson.text);
    setAmount(now?.amount ?? lesson.amount ?? "");
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        {isLost && <LostRace what="this memory" onReload={reload} />}
        {isFigure(lesson) ? (
          <NumberInput
            label="How long texts should be"
            description="It counts instead of what was measured, until you take it back."
            min={1}
            max={100_000}
            allowDecimal={false}
            required
            data-autofocus
            error={problem}
            value={amount}
            onChange={setAmount}
          />
        ) : (
          <Textarea
            label="What the agent shall remember"
            description="It reads this before each piece of work, in your words, until you take them back."
            autosize
            minRows={2}
            maxRows={8}
            maxLength={600}
            required
            data-autofocus
            error={problem}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <Group justify="space-between" gap="sm">
          {lesson.isWorded ? (
            <Button
              variant="subtle"
              color="gray"
              loading={word.isPending}
              onClick={() => word.mutate({ ...asked, ...(isFigure(lesson) ? { amount: null } : { text: null }) })}
            >
              As it was learned
            </Button>
          ) : (
            <span />
          )}
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={word.isPending}
              disabled={isFigure(lesson) ? amount === "" : text.trim().length < 3}
            >
              Save
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
