"use client";

import { IconRobot } from "@tabler/icons-react";
import Link from "next/link";
import { Elapsed } from "#kit/components/elapsed.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import type { Activity } from "#schema/activity.ts";
import classes from "./home.module.css";

/** What agents do at this moment, with the time it has taken so far. */
export function AgentsAtWork({ running }: { running: Activity[] }) {
  return (
    <Panel title="Agents at work" flush>
      {running.length === 0 ? <EmptyState compact icon={IconRobot} title="No agent is running just now" /> : null}
      <ul className={classes["rows"]}>
        {running.map((activity) => (
          <li key={activity.id}>
            <Link href={`/activities/${activity.id}`} className={classes["row"]} data-tight>
              <span className={classes["pulse"]} aria-hidden />
              <span className={classes["words"]}>
                <span className={classes["title"]}>{activity.title}</span>
                <span className={classes["facts"]}>
                  {words(activity.doer)} · {activity.ref}
                </span>
              </span>
              <span className={classes["elapsed"]}>
                {activity.startedAt === null ? "starting" : <Elapsed from={activity.startedAt} to={null} />}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
