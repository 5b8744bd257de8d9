"use client";

import { Anchor } from "@mantine/core";
import Link from "next/link";
import type { Activity } from "#schema/activity.ts";
import { type PortalName, pathsOf } from "../blog/paths.ts";
import { Panel } from "../components/panel.tsx";
import { dayName } from "../month/work-card.tsx";
import { useActivities } from "../run/queries.ts";
import classes from "./my-tasks.module.css";
import { isOverdue } from "./names.ts";

const shown = 5;
const open = ["pending", "in_progress"] as const;
/** The list of all of them. */
const myTasksHref = `/activities?mine=true&status=${open.join(",")}`;

/** What the person who looks has to do themselves, the most urgent first; nothing where that is nothing. */
export function MyTasks({ portal }: { portal: PortalName }) {
  const { items } = useActivities(portal, { mine: true, status: open });
  if (items.length === 0) return null;
  return (
    <Panel
      title="Your tasks"
      flush
      actions={
        <Anchor component={Link} href={myTasksHref} size="sm">
          All your tasks
        </Anchor>
      }
    >
      <ul className={classes["rows"]}>
        {items.slice(0, shown).map((task) => (
          <li key={task.id}>
            <Link href={pathsOf(portal, task.tenantId).activity(task.id)} className={classes["row"]}>
              <span className={classes["words"]}>
                <span className={classes["title"]}>{task.title}</span>
                <span className={classes["facts"]}>{factsOf(task, portal)}</span>
              </span>
              <Due task={task} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function factsOf({ ref, tenantName, status, blockedReason }: Activity, portal: PortalName): string {
  const state = blockedReason === "dependency" ? ["waits for other work"] : status === "in_progress" ? ["begun"] : [];
  return [...(portal === "dm" ? [tenantName] : []), ref, ...state].join(" · ");
}

/** By when a task is to be done; late ones say so. */
export function Due({ task }: { task: Pick<Activity, "doer" | "status" | "dueAt"> }) {
  if (task.dueAt === null) return null;
  const isLate = isOverdue(task);
  return (
    <span className={classes["due"]} data-late={isLate || undefined}>
      {isLate ? "Was due" : "Due"} {dayName(task.dueAt.slice(0, 10))}
    </span>
  );
}
