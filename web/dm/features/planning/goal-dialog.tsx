"use client";
import { Button, Group, Modal, NumberInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { SaveProblem } from "#kit/components/lost-race.tsx";
import type { Goal } from "#schema/goal.ts";
import { useEditGoal } from "./queries.ts";

/** Words a goal anew; its present state is the one that is shown. */
export function GoalDialog({ goal, onClose }: { goal: Goal; onClose(): void }) {
  return (
    <Modal opened onClose={onClose} title="Edit the goal">
      <Form goal={goal} onClose={onClose} />
    </Modal>
  );
}

const wordsOf = ({ title, metric, unit, targetValue: target, dueOn }: Goal) => ({ title, metric, unit, target, dueOn });

function Form({ goal, onClose }: { goal: Goal; onClose(): void }) {
  const [seen, setSeen] = useState(goal);
  const [words, setWords] = useState(wordsOf(goal));
  const [note, setNote] = useState("");
  const save = useEditGoal(seen, onClose);
  const change = (part: Partial<typeof words>) => setWords({ ...words, ...part });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ ...words, ...(note.trim() === "" ? {} : { note: note.trim() }) });
  };
  const reload = () => {
    save.reset();
    setSeen(goal);
    setWords(wordsOf(goal));
  };
  return (
    <form onSubmit={send}>
      <Stack>
        <SaveProblem error={save.error} what="this goal" onReload={reload} />
        <TextInput
          data-autofocus
          required
          label="Goal"
          minLength={3}
          maxLength={200}
          value={words.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Group grow align="flex-start">
          <TextInput
            required
            label="What is measured"
            maxLength={80}
            value={words.metric}
            onChange={(event) => change({ metric: event.currentTarget.value })}
          />
          <TextInput
            required
            label="In"
            maxLength={40}
            value={words.unit}
            onChange={(event) => change({ unit: event.currentTarget.value })}
          />
        </Group>
        <Group grow align="flex-start">
          <NumberInput
            required
            label="Target"
            value={words.target}
            onChange={(target) => change({ target: Number(target) })}
          />
          <TextInput
            required
            type="date"
            label="Due on"
            value={words.dueOn}
            onChange={(event) => change({ dueOn: event.currentTarget.value })}
          />
        </Group>
        <TextInput
          label="Why (optional)"
          description="Kept with the change."
          maxLength={1_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
