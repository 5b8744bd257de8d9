"use client";
import { IconPlayerPlay } from "@tabler/icons-react";
import { pathsOf } from "#kit/blog/paths.ts";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TableSkeleton } from "#kit/components/skeletons.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { useActivities } from "#kit/run/queries.ts";
import classes from "./mission.module.css";
import { WorkRow } from "./work-row.tsx";

/** What agents work on at this moment; each line leads to its words as they come. */
export function RunningPanel() {
  const list = useActivities("dm", { status: ["in_progress"] });
  return (
    <Panel title="Running now" flush>
      {list.isPending && <TableSkeleton rows={3} />}
      {list.error !== null && <ErrorBlock error={list.error} onRetry={list.refetch} />}
      {!list.isPending && list.error === null && list.items.length === 0 && (
        <EmptyState compact icon={IconPlayerPlay} title="Nothing running" />
      )}
      <ul className={classes["list"]}>
        {list.items.slice(0, 8).map((activity) => (
          <WorkRow
            key={activity.id}
            href={pathsOf("dm", activity.tenantId).activity(activity.id)}
            title={activity.title}
            facts={`${activity.tenantName} · ${words(activity.doer)}`}
            end={
              <>
                since <TimeAgo at={activity.startedAt} />
              </>
            }
          />
        ))}
      </ul>
    </Panel>
  );
}
