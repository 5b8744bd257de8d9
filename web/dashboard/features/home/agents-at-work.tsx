"use client";

import { IconRobot } from "@tabler/icons-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { duration, words } from "#kit/components/format.ts";
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
              <Elapsed since={activity.startedAt} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Elapsed({ since }: { since: string | null }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (since === null) return <span className={classes["elapsed"]}>starting</span>;
  return <span className={classes["elapsed"]}>{duration(now - new Date(since).getTime())}</span>;
}
