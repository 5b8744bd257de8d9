import { ToneBadge } from "#kit/components/status-badge.tsx";
import type { DeadLetterRow } from "#schema/dead-letter.ts";

/** What became of a job that gave up. */
export function LetterBadge({ status }: Pick<DeadLetterRow, "status">) {
  if (status === "open") return <ToneBadge tone="failed">Open</ToneBadge>;
  if (status === "redriven") return <ToneBadge tone="done">Ordered anew</ToneBadge>;
  return <ToneBadge tone="waiting">Discarded</ToneBadge>;
}
