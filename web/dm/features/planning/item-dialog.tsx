"use client";
import { Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { SaveProblem } from "#kit/components/lost-race.tsx";
import type { ActionItem } from "#schema/action-item.ts";
import { useEditItem } from "./queries.ts";

const months = [
  { value: "1", label: "In the first month" },
  { value: "2", label: "In the second month" },
  { value: "3", label: "In the third month" },
];

/** Words a one-time task anew that nobody has scheduled. */
export function ItemDialog({ item, onClose }: { item: ActionItem; onClose(): void }) {
  return (
    <Modal opened onClose={onClose} title="Edit the action item">
      <Form item={item} onClose={onClose} />
    </Modal>
  );
}

const wordsOf = ({ title, description, suggestedPeriod }: ActionItem) => ({ title, description, suggestedPeriod });

function Form({ item, onClose }: { item: ActionItem; onClose(): void }) {
  const [seen, setSeen] = useState(item);
  const [words, setWords] = useState(wordsOf(item));
  const save = useEditItem(seen, onClose);
  const change = (part: Partial<typeof words>) => setWords({ ...words, ...part });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(words);
  };
  const reload = () => {
    save.reset();
    setSeen(item);
    setWords(wordsOf(item));
  };
  return (
    <form onSubmit={send}>
      <Stack>
        <SaveProblem error={save.error} what="this task" onReload={reload} />
        <TextInput
          data-autofocus
          required
          label="What"
          minLength={5}
          maxLength={120}
          value={words.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Textarea
          label="Details"
          autosize
          minRows={3}
          maxLength={2_000}
          value={words.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
        <Select
          label="When"
          allowDeselect={false}
          data={months}
          value={String(words.suggestedPeriod)}
          onChange={(month) => change({ suggestedPeriod: Number(month) })}
        />
        {item.status === "pending_review" && (
          <Text size="xs" c="dimmed">
            The list waits for its decision: with your words somebody else of the agency decides it.
          </Text>
        )}
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
