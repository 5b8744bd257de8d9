"use client";
import { ActionIcon, Button, Stack, Text } from "@mantine/core";
import { IconListCheck, IconPencil, IconTarget } from "@tabler/icons-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { useActiveTenant } from "#kit/api/tenant-store.ts";
import { fixedList } from "#kit/api/whole-list.ts";
import { useRights } from "#kit/auth/session.ts";
import { pathsOf } from "#kit/blog/paths.ts";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { credits, shortDate, words } from "#kit/components/format.ts";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { figure } from "#kit/goal/progress.ts";
import { MakeTask } from "#kit/task/make-task.tsx";
import { doerOf } from "#kit/task/names.ts";
import type { ActionItem } from "#schema/action-item.ts";
import type { DeliverablePlan } from "#schema/deliverable-plan.ts";
import type { Goal } from "#schema/goal.ts";
import { GoalDialog } from "./goal-dialog.tsx";
import { ItemDialog } from "./item-dialog.tsx";

type Template = DeliverablePlan["templates"][number];

function Named({ title, text }: { title: string; text: string | null }): ReactNode {
  return (
    <Stack component="span" gap={2} display="inline-flex">
      <span>{title}</span>
      {text !== null && text !== "" && (
        <Text component="span" size="xs" c="dimmed" lineClamp={2}>
          {text}
        </Text>
      )}
    </Stack>
  );
}

/** What a month holds of each kind, what it is for and what it costs. */
export function Quantities({ plan }: { plan: DeliverablePlan }) {
  const goals = new Map(plan.goals.map(({ id, title }) => [id, title]));
  const columns: Column<Template>[] = [
    { key: "type", header: "Work", cell: (row) => <Named title={row.title} text={row.notes ?? row.rationale} /> },
    { key: "volume", header: "A month", cell: (row) => row.monthlyVolume, width: 90, align: "right" },
    { key: "where", header: "Where", cell: (row) => row.platforms.map(words).join(", ") || "–", width: 180 },
    { key: "goal", header: "Goal", cell: (row) => goals.get(row.goalId ?? "") ?? "–", width: 220, hideOnCard: true },
    {
      key: "credits",
      header: "Credits",
      cell: (row) => credits(row.monthlyVolume * row.creditsEach),
      width: 90,
      align: "right",
    },
  ];
  return (
    <DataTable
      label="Monthly quantities"
      list={fixedList(plan.templates)}
      columns={columns}
      rowKey={(row) => row.id}
      empty={<EmptyState compact icon={IconListCheck} title="No quantities are planned yet" />}
    />
  );
}

const goalColumns: Column<Goal>[] = [
  { key: "goal", header: "Goal", cell: (row) => <Named title={row.title} text={words(row.metric)} /> },
  {
    key: "status",
    header: "Status",
    cell: (row) => <StatusBadge kind="goal" status={row.status} />,
    width: 130,
  },
  { key: "now", header: "Now", cell: (row) => figure(row.currentValue ?? row.baselineValue, row.unit), width: 180 },
  { key: "target", header: "Target", cell: (row) => figure(row.targetValue, row.unit), width: 180 },
  { key: "due", header: "Due", cell: (row) => shortDate(row.dueOn), width: 110 },
];

/** What the plan aims at; whoever may words a goal anew while it runs. */
export function Goals({ goals }: { goals: Goal[] }) {
  const { can } = useRights();
  const [edited, setEdited] = useState<string | null>(null);
  const mayEdit = ({ status }: Goal) => can("goal.edit") && (status === "draft" || status === "active");
  const goal = goals.find(({ id }) => id === edited);
  return (
    <>
      <DataTable
        label="Goals"
        list={fixedList(goals)}
        columns={[...goalColumns, editColumn(mayEdit, setEdited)]}
        rowKey={(row) => row.id}
        empty={<EmptyState compact icon={IconTarget} title="This plan serves no goals" />}
      />
      {goal && <GoalDialog goal={goal} onClose={() => setEdited(null)} />}
    </>
  );
}

function editColumn<T extends { id: string; title: string }>(
  mayEdit: (row: T) => boolean,
  onEdit: (id: string) => void,
): Column<T> {
  return {
    key: "edit",
    header: "",
    width: 56,
    align: "right",
    cell: (row) =>
      mayEdit(row) ? (
        <ActionIcon aria-label={`Edit ${row.title}`} onClick={() => onEdit(row.id)}>
          <IconPencil size={17} stroke={1.6} />
        </ActionIcon>
      ) : null,
  };
}

const itemColumns: Column<ActionItem>[] = [
  { key: "title", header: "Task", cell: (row) => <Named title={row.title} text={row.description} /> },
  {
    key: "status",
    header: "Status",
    cell: (row) => <StatusBadge kind="task" status={row.status} />,
    width: 150,
  },
  {
    key: "doer",
    header: "Who",
    cell: (row) => doerOf({ doer: row.doer, assignee: row.assignee?.name ?? null }),
    width: 140,
  },
  { key: "goal", header: "For", cell: (row) => row.goalHint ?? "–", width: 140 },
  {
    key: "credits",
    header: "Credits",
    cell: (row) => (row.creditEstimate ? row.creditEstimate : "–"),
    width: 80,
    align: "right",
  },
  { key: "month", header: "In month", cell: (row) => row.suggestedPeriod, width: 80, align: "right" },
  { key: "task", header: "", cell: (row) => <TaskOf item={row} />, width: 150, align: "right" },
];

// The work that an item became, or the way to make it one.
function TaskOf({ item }: { item: ActionItem }) {
  const { activity } = pathsOf("dm", useActiveTenant());
  if (!item.activityId) return <MakeTask item={item} />;
  return (
    <Button size="compact-sm" variant="default" component={Link} href={activity(item.activityId)}>
      Open the {item.doer === "human" ? "task" : "work"}
    </Button>
  );
}

/** What is done once beside the monthly work; what nobody has scheduled is worded anew by whoever may decide it. */
export function ActionItems({ items }: { items: ActionItem[] }) {
  const { can } = useRights();
  const [edited, setEdited] = useState<string | null>(null);
  const mayEdit = ({ status }: ActionItem) =>
    can("plan.decide") && (status === "pending_review" || status === "approved");
  const item = items.find(({ id }) => id === edited);
  return (
    <>
      <DataTable
        label="Action items"
        list={fixedList(items)}
        columns={[...itemColumns, editColumn(mayEdit, setEdited)]}
        rowKey={(row) => row.id}
        empty={<EmptyState compact icon={IconListCheck} title="Nothing is to be done once" />}
      />
      {item && <ItemDialog item={item} onClose={() => setEdited(null)} />}
    </>
  );
}
