import { IconMessagePlus } from "@tabler/icons-react";
import Link from "next/link";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { ContentRequest } from "#schema/request.ts";
import classes from "./home.module.css";

/** Requests that are on their way. */
export function RequestRows({ requests }: { requests: ContentRequest[] }) {
  return (
    <Panel
      title="Requests"
      flush
      actions={
        <Link href="/requests" className={classes["more"]}>
          All requests
        </Link>
      }
    >
      {requests.length === 0 ? <EmptyState compact icon={IconMessagePlus} title="No request is on its way" /> : null}
      <ul className={classes["rows"]}>
        {requests.map((request) => (
          <li key={request.id}>
            <Link href={`/requests/${request.id}`} className={classes["row"]}>
              <span className={classes["words"]}>
                <span className={classes["title"]}>{request.topic}</span>
                <span className={classes["facts"]}>
                  {request.requestedBy.name} · <TimeAgo at={request.createdAt} />
                </span>
              </span>
              <StatusBadge kind="request" status={request.status} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
