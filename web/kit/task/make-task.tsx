"use client";

import { Button } from "@mantine/core";
import { IconListCheck } from "@tabler/icons-react";
import type { ActionItem } from "#schema/action-item.ts";
import { useRights } from "../auth/session.ts";
import { useMakeTask } from "./queries.ts";

/** Puts what people do once among the work, for those who may. */
export function MakeTask({ item }: { item: ActionItem }) {
  const { can } = useRights();
  const make = useMakeTask(item.id);
  if (item.doer !== "human" || item.status !== "approved" || !can("plan.refresh")) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconListCheck size={14} aria-hidden />}
      aria-label={`Make it a task: ${item.title}`}
      loading={make.isPending}
      onClick={() => make.mutate()}
    >
      Make it a task
    </Button>
  );
}
