"use client";
import { IconMoodCheck } from "@tabler/icons-react";
import { pathsOf } from "#kit/blog/paths.ts";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TableSkeleton } from "#kit/components/skeletons.tsx";
import { ActivityState } from "#kit/run/activity-list.tsx";
import { useActivities } from "#kit/run/queries.ts";
import type { Activity } from "#schema/activity.ts";
import classes from "./mission.module.css";
import { WorkRow } from "./work-row.tsx";

function reasonOf(activity: Activity): string {
  return activity.failureMessage ?? (activity.needsHuman ? "The agent asks for help." : "Cannot go on by itself.");
}

/** Failed and blocked work with what is wrong; each line leads to where it can be mended. */
export function ProblemsPanel() {
  const failed = useActivities("dm", { status: ["failed"] });
  const blocked = useActivities("dm", { blocked: "true" });
  const isPending = failed.isPending || blocked.isPending;
  const error = failed.error ?? blocked.error;
  const items = [...new Map([...failed.items, ...blocked.items].map((activity) => [activity.id, activity])).values()];
  return (
    <Panel title="Problems" flush>
      {isPending && <TableSkeleton rows={2} />}
      {error !== null && <ErrorBlock error={error} onRetry={failed.refetch} />}
      {!isPending && error === null && items.length === 0 && (
        <EmptyState compact icon={IconMoodCheck} title="No problems" />
      )}
      <ul className={classes["list"]}>
        {items.slice(0, 12).map((activity) => (
          <WorkRow
            key={activity.id}
            href={pathsOf("dm", activity.tenantId).activity(activity.id)}
            title={activity.title}
            facts={`${activity.tenantName} · ${reasonOf(activity)}`}
            end={<ActivityState activity={activity} />}
          />
        ))}
      </ul>
    </Panel>
  );
}
