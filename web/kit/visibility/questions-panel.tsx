"use client";

import { ActionIcon, Button, Group, Select, Stack, Switch, Text, TextInput, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { type VisibilityPrompt, type VisibilityPrompts, VisibilityType } from "#schema/visibility.ts";
import { asApiError } from "../api/error.ts";
import { fixedList } from "../api/whole-list.ts";
import { useRights } from "../auth/session.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { optionsOf } from "../components/options.ts";
import { Panel } from "../components/panel.tsx";
import { TableSkeleton } from "../components/skeletons.tsx";
import { typeWords } from "./names.ts";
import { useAddPrompt, useChangePrompt, usePrompts, useRemovePrompt } from "./queries.ts";

/** What assistants are asked. */
export function QuestionsPanel() {
  const prompts = usePrompts();
  if (prompts.error && !prompts.data)
    return <ErrorBlock error={prompts.error} onRetry={() => void prompts.refetch()} />;
  if (!prompts.data) return <TableSkeleton />;
  return <Loaded prompts={prompts.data} />;
}

function Loaded({ prompts: { items, limit, suggestions } }: { prompts: VisibilityPrompts }) {
  const { can } = useRights();
  const mayChange = can("insight.manage");
  const change = useChangePrompt();
  const [leaving, setLeaving] = useState<VisibilityPrompt | null>(null);
  const remove = useRemovePrompt();
  const active = items.filter((prompt) => prompt.active).length;
  const columns: Column<VisibilityPrompt>[] = [
    { key: "prompt", header: "Question", cell: ({ prompt }) => prompt },
    { key: "type", header: "About", width: 150, cell: ({ type }) => typeWords[type] },
    {
      key: "active",
      header: "Asked",
      width: 90,
      cell: ({ id, prompt, active: isOn }) => (
        <Switch
          size="sm"
          aria-label={`Ask: ${prompt}`}
          checked={isOn}
          disabled={!mayChange || change.isPending || (!isOn && active >= limit)}
          onChange={(event) => change.mutate({ id, active: event.currentTarget.checked })}
        />
      ),
    },
  ];
  const removal: Column<VisibilityPrompt> = {
    key: "remove",
    header: "Remove",
    width: 80,
    align: "right",
    cell: (prompt) => (
      <Tooltip label="Remove">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove: ${prompt.prompt}`}
          onClick={() => setLeaving(prompt)}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    ),
  };
  return (
    <Stack gap="md">
      {mayChange ? <AddQuestion active={active} limit={limit} suggestions={suggestions} /> : null}
      <Panel flush>
        <DataTable
          label="Questions"
          list={fixedList(items)}
          columns={mayChange ? [...columns, removal] : columns}
          rowKey={({ id }) => id}
          empty={<EmptyState title="No questions yet" text="Write down what people would ask an assistant." />}
        />
      </Panel>
      <ConfirmDialog
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving && remove.mutate(leaving.id, { onSuccess: () => setLeaving(null) })}
        title="Remove this question?"
        confirmLabel="Remove"
        danger
        isBusy={remove.isPending}
      >
        “{leaving?.prompt}” is asked no more, and its answers count no more.
      </ConfirmDialog>
    </Stack>
  );
}

function AddQuestion({ active, limit, suggestions }: Omit<VisibilityPrompts, "items"> & { active: number }) {
  const [prompt, setPrompt] = useState("");
  const [type, setType] = useState<VisibilityType>("category");
  const add = useAddPrompt(() => setPrompt(""));
  const isFull = active >= limit;
  return (
    <Panel title="Ask something more" aside={<Text size="sm" c="dimmed">{`${active} of ${limit} asked`}</Text>}>
      <Stack gap="sm">
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate({ prompt: prompt.trim(), type });
          }}
        >
          <Group align="flex-start" gap="sm">
            <TextInput
              flex="1 1 16rem"
              aria-label="Question"
              placeholder="Who roasts good coffee near Alder Bay?"
              maxLength={300}
              value={prompt}
              error={add.error ? asApiError(add.error).message : null}
              onChange={(event) => setPrompt(event.currentTarget.value)}
            />
            <Select
              w={150}
              aria-label="About"
              allowDeselect={false}
              data={optionsOf(typeWords)}
              value={type}
              onChange={(value) => value && setType(VisibilityType.parse(value))}
            />
            <Button
              type="submit"
              loading={add.isPending}
              disabled={isFull || prompt.trim().length < 5}
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              Ask
            </Button>
          </Group>
        </form>
        {isFull ? (
          <Text size="sm" c="dimmed">
            {limit === 0
              ? "Asking assistants comes with the pro plan."
              : "Your plan asks no more at a time. Switch one off to ask another."}
          </Text>
        ) : null}
        {isFull ? null : (
          <Group gap="xs">
            {suggestions.map((idea) => (
              <Button key={idea.prompt} size="xs" variant="default" onClick={() => add.mutate(idea)}>
                {idea.prompt}
              </Button>
            ))}
          </Group>
        )}
      </Stack>
    </Panel>
  );
}
