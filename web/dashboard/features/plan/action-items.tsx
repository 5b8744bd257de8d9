"use client";

import { Button, Group, Select, Text } from "@mantine/core";
import { IconCheck, IconListCheck } from "@tabler/icons-react";
import Link from "next/link";
import { usePeople } from "#kit/api/use-members.ts";
import { fixedList } from "#kit/api/whole-list.ts";
import { useRights, useSession } from "#kit/auth/session.ts";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { words } from "#kit/components/format.ts";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import { MakeTask } from "#kit/task/make-task.tsx";
import type { ActionItem } from "#schema/action-item.ts";
import { useAssign, useFinish } from "./queries.ts";

const isOpen = ({ status }: ActionItem): boolean => status === "approved" || status === "scheduled";

const columns: Column<ActionItem>[] = [
  {
    key: "title",
    header: "Task",
    cell: ({ title, description }) => <TwoLines first={title} second={description} />,
  },
  { key: "status", header: "Status", width: 150, cell: ({ status }) => <StatusBadge kind="task" status={status} /> },
  { key: "period", header: "In", width: 110, hideOnCard: true, cell: (item) => `Month ${item.suggestedPeriod}` },
  { key: "doer", header: "Who", width: 220, cell: (item) => <Doer item={item} /> },
  { key: "done", header: "Action", width: 270, align: "right", cell: (item) => <Done item={item} /> },
];

/** What is done once so that the monthly work can begin. */
export function ActionItems({ items }: { items: ActionItem[] }) {
  return (
    <DataTable
      label="Action items"
      list={fixedList(items)}
      columns={columns}
      rowKey={({ id }) => id}
      empty={<EmptyState compact icon={IconListCheck} title="Nothing has to be done once" />}
    />
  );
}

function Doer({ item }: { item: ActionItem }) {
  const { can } = useRights();
  const people = usePeople();
  const assign = useAssign(item);
  if (item.doer !== "human") {
    return item.activityId ? (
      <Link href={`/activities/${item.activityId}`}>{words(item.doer)}</Link>
    ) : (
      <Text span inherit>
        {words(item.doer)}
      </Text>
    );
  }
  if (!can("plan.refresh") || !isOpen(item)) return item.assignee?.name ?? "Nobody yet";
  return (
    <Select
      size="xs"
      aria-label={`Who does: ${item.title}`}
      placeholder="Nobody yet"
      data={people.options}
      clearable
      clearButtonProps={{ "aria-label": "Give it to nobody" }}
      disabled={assign.isPending || people.isPending}
      value={item.assignee?.id ?? null}
      onChange={(userId) => assign.mutate(userId)}
    />
  );
}

function Done({ item }: { item: ActionItem }) {
  const { can } = useRights();
  const me = useSession().data?.id;
  const finish = useFinish(item);
  const isMine = can("plan.refresh") || (me !== undefined && item.assignee?.id === me);
  if (item.doer !== "human" || !isOpen(item)) return null;
  if (item.activityId)
    return (
      <Button size="compact-sm" variant="default" component={Link} href={`/activities/${item.activityId}`}>
        Open the task
      </Button>
    );
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <MakeTask item={item} />
      {isMine && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconCheck size={14} aria-hidden />}
          aria-label={`Done: ${item.title}`}
          loading={finish.isPending}
          onClick={() => finish.mutate()}
        >
          Done
        </Button>
      )}
    </Group>
  );
}
