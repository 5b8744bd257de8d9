"use client";
import { ActionIcon, Button, Checkbox, Group, NumberInput, Select, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { FormErrors } from "#kit/components/form-errors.tsx";
import { credits, words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { DeliverablePlan, PlanEdit, PlanType } from "#schema/deliverable-plan.ts";
import { useEditPlan, usePlanTypes } from "./queries.ts";
import { TaskFields } from "./task-fields.tsx";

interface Props {
  plan: DeliverablePlan;
  onSaved(made: DeliverablePlan): void;
  onCancel(): void;
}

type Row = PlanEdit["templates"][number];
const manual = "manual_task";

/** Changes what a month holds: how many of each kind, for which goal; other kinds may come and present ones may go. */
export function PlanEditor(props: Props) {
  const types = usePlanTypes();
  if (types.isPending) return <TextSkeleton lines={10} />;
  if (types.isError) return <ErrorBlock error={types.error} onRetry={() => void types.refetch()} />;
  return <Form {...props} types={types.data.items} />;
}

function Form({ plan, types, onSaved, onCancel }: Props & { types: readonly PlanType[] }) {
  const [rows, setRows] = useState<Row[]>(
    plan.templates.map(({ type, title, monthlyVolume, platforms, goalId, rationale, ...task }) => ({
      ...{ type, monthlyVolume, platforms, rationale, ...(type === manual ? { title } : {}) },
      ...{ notes: task.notes, assigneeRole: task.assigneeRole, assigneeUserId: task.assigneeUserId },
      goalId: goalId as Row["goalId"],
    })),
  );
  const [topUpsExpected, setTopUps] = useState(false);
  const [note, setNote] = useState("");
  const save = useEditPlan(plan.version, onSaved);
  const terms = new Map(types.map((type) => [type.type, type]));
  const needed = rows.reduce((sum, row) => sum + row.monthlyVolume * (terms.get(row.type)?.credits ?? 0), 0);
  const isOver = needed > plan.creditsAllocated;
  const change = (at: number, part: Partial<Row>) =>
    setRows(rows.map((row, place) => (place === at ? { ...row, ...part } : row)));
  // Tasks of people are told apart by their titles, so that there may be several.
  const open = types.filter(({ type }) => type === manual || !rows.some((row) => row.type === type));
  const isNameless = rows.some(({ type, title = "" }) => type === manual && title.trim().length < 5);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ templates: rows, topUpsExpected, ...(note.trim() === "" ? {} : { changeNote: note.trim() }) });
      }}
    >
      <Stack gap="lg">
        <FormErrors error={save.error} />
        <Panel title="Every month" flush>
          <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">Work</Table.Th>
                  <Table.Th scope="col">A month</Table.Th>
                  <Table.Th scope="col">Goal</Table.Th>
                  <Table.Th scope="col">Credits</Table.Th>
                  <Table.Td />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row, at) => (
                  <Quantity
                    key={`${row.type} ${at}`}
                    row={row}
                    terms={terms.get(row.type)}
                    goals={plan.goals}
                    onChange={(part) => change(at, part)}
                    onRemove={() => setRows(rows.filter((_, place) => place !== at))}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <Group p="md">
            <Select
              size="xs"
              aria-label="Add a kind of work"
              placeholder="Add a kind of work"
              searchable
              data={open.map(({ type, label }) => ({ value: type, label }))}
              value={null}
              onChange={(type) => {
                const added = terms.get(type ?? "");
                if (added) setRows([...rows, blank(added)]);
              }}
            />
          </Group>
        </Panel>
        <Panel>
          <Stack gap="sm">
            <Text size="sm" aria-live="polite" {...(isOver ? { c: "red" } : {})}>
              {credits(needed)} credits a month of {credits(plan.creditsAllocated)} that are included.
            </Text>
            {isOver && (
              <Checkbox
                label="Top-ups are expected"
                checked={topUpsExpected}
                onChange={(event) => setTopUps(event.currentTarget.checked)}
              />
            )}
            <TextInput
              label="What changed, and why (optional)"
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            <Text size="xs" c="dimmed">
              This is a new version that somebody else of the agency decides. Until then the plan in force stays.
            </Text>
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={onCancel}>
                Cancel
              </Button>
              <Button
                type="submit"
                loading={save.isPending}
                disabled={rows.length === 0 || isNameless || (isOver && !topUpsExpected)}
              >
                Save as a new version
              </Button>
            </Group>
          </Stack>
        </Panel>
      </Stack>
    </form>
  );
}

function blank({ type, min }: PlanType): Row {
  const row = { type, monthlyVolume: Math.max(1, min), platforms: [], goalId: null, rationale: null };
  return { ...row, notes: null, assigneeRole: null, assigneeUserId: null, ...(type === manual ? { title: "" } : {}) };
}

interface QuantityProps {
  row: Row;
  terms: PlanType | undefined;
  goals: DeliverablePlan["goals"];
  onChange(part: Partial<Row>): void;
  onRemove(): void;
}

function Quantity({ row, terms, goals, onChange, onRemove }: QuantityProps) {
  const name = terms?.label ?? words(row.type);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {name}
        {row.type === manual && <TaskFields row={row} onChange={onChange} />}
        {terms && terms.needs.length > 0 && (
          <Text size="xs" c="dimmed">
            needs {terms.needs.map((type) => words(type).toLowerCase()).join(" or ")}
          </Text>
        )}
      </Table.Th>
      <Table.Td>
        <NumberInput
          size="xs"
          w={90}
          aria-label={`${name} a month`}
          min={terms?.min ?? 0}
          max={terms?.max ?? 100}
          allowDecimal={false}
          value={row.monthlyVolume}
          onChange={(value) => onChange({ monthlyVolume: Number(value) })}
        />
      </Table.Td>
      <Table.Td>
        <Select
          size="xs"
          aria-label={`Goal of ${name}`}
          placeholder="None"
          clearable
          data={goals.map(({ id, title }) => ({ value: id as string, label: title }))}
          value={row.goalId}
          onChange={(goalId) => onChange({ goalId: goalId as Row["goalId"] })}
        />
      </Table.Td>
      <Table.Td className="lm-tabular">{credits(row.monthlyVolume * (terms?.credits ?? 0))}</Table.Td>
      <Table.Td>
        <ActionIcon variant="subtle" color="gray" aria-label={`Leave out ${name}`} onClick={onRemove}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}
