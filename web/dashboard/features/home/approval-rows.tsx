import { IconCircleCheck } from "@tabler/icons-react";
import Link from "next/link";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { ApprovalItem } from "#schema/approval.ts";
import { approvalLink } from "../approvals/approval-link.ts";
import classes from "./home.module.css";

/** The first approvals of the queue. */
export function ApprovalRows({ approvals }: { approvals: ApprovalItem[] }) {
  return (
    <Panel
      title="Waiting for you"
      flush
      actions={
        <Link href="/approvals" className={classes["more"]}>
          All approvals
        </Link>
      }
    >
      {approvals.length === 0 ? <EmptyState compact icon={IconCircleCheck} title="Nothing waits for you" /> : null}
      <ul className={classes["rows"]}>
        {approvals.map((approval) => (
          <li key={approval.id}>
            <Link href={approvalLink(approval)} className={classes["row"]}>
              <span className={classes["words"]}>
                <span className={`${classes["title"]} ${classes["headline"]}`}>{approval.subject.title}</span>
                <span className={classes["facts"]}>
                  {words(approval.kind)} · version {approval.subject.version}
                  {approval.criticScore === null ? "" : ` · critic ${approval.criticScore}`} · expires{" "}
                  <TimeAgo at={approval.expiresAt} />
                </span>
              </span>
              {approval.flags.map((flag) => (
                <StatusBadge key={flag} kind="flag" status={flag} />
              ))}
              <StatusBadge kind="risk" status={approval.risk} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
