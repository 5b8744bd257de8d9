import type { Activity } from "#schema/activity.ts";
import { StatusBadge, ToneBadge } from "../components/status-badge.tsx";
import { isOverdue } from "../task/names.ts";

/** What holds a piece of work up, beside its status; nothing if all is well. */
export function HeldUp({ of }: { of: Pick<Activity, "status" | "blockedReason" | "doer" | "dueAt" | "pausedAt"> }) {
  return (
    <>
      {of.blockedReason !== null && <StatusBadge kind="blocked" status={of.blockedReason} size="sm" />}
      {isOverdue(of) && (
        <ToneBadge tone="attention" size="sm">
          Overdue
        </ToneBadge>
      )}
      {of.pausedAt !== null && <StatusBadge kind="agent" status="paused" size="sm" />}
    </>
  );
}
