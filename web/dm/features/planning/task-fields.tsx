"use client";
import { Select, Stack, Textarea, TextInput } from "@mantine/core";
import { usePeople } from "#kit/api/use-members.ts";
import { optionsOf } from "#kit/components/options.ts";
import { roleWords } from "#kit/task/names.ts";
import type { PlanEdit } from "#schema/deliverable-plan.ts";

type Row = PlanEdit["templates"][number];

/** What a task of people of the plan is, and who does it. */
export function TaskFields({ row, onChange }: { row: Row; onChange(part: Partial<Row>): void }) {
  const people = usePeople();
  const title = row.title ?? "";
  return (
    <Stack gap={6} mt={6} maw={360}>
      <TextInput
        size="xs"
        aria-label="What there is to do"
        placeholder="What there is to do"
        maxLength={120}
        error={title.trim().length > 0 && title.trim().length < 5 ? "5 characters or more." : null}
        value={title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <Textarea
        size="xs"
        aria-label="Notes"
        placeholder="Notes"
        autosize
        minRows={1}
        maxLength={2_000}
        value={row.notes ?? ""}
        onChange={(event) => onChange({ notes: event.currentTarget.value || null })}
      />
      <Select
        size="xs"
        clearable
        searchable
        aria-label="Who does it"
        placeholder="Who does it"
        data={people.options}
        value={row.assigneeUserId}
        onChange={(id) => onChange({ assigneeUserId: id as Row["assigneeUserId"] })}
      />
      <Select
        size="xs"
        clearable
        aria-label="Or whoever has the role"
        placeholder="Or whoever has the role"
        data={optionsOf(roleWords)}
        value={row.assigneeRole}
        onChange={(role) => onChange({ assigneeRole: role as Row["assigneeRole"] })}
      />
    </Stack>
  );
}
