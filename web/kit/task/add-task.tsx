"use client";

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useRights } from "../auth/session.ts";
import { TaskDialog } from "./task-dialog.tsx";

/** Adds a task of people beside the plan, for those who may. */
export function AddTask() {
  const { can } = useRights();
  const [isOpen, setOpen] = useState(false);
  if (!can("plan.refresh")) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Add a task
      </Button>
      <TaskDialog opened={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
