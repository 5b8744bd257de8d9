import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconHelpCircle,
  IconLoader2,
  IconUserExclamation,
} from "@tabler/icons-react";
import type { Tone } from "../theme/status-tokens.ts";
import classes from "./status-badge.module.css";
import type { StatusKind } from "./status-tones.ts";
import { statusLook } from "./status-tones.ts";

const icons: Record<Tone, typeof IconLoader2> = {
  waiting: IconCircleDashed,
  running: IconLoader2,
  attention: IconUserExclamation,
  done: IconCircleCheck,
  failed: IconAlertTriangle,
  unknown: IconHelpCircle,
};

interface ToneBadgeProps {
  tone: Tone;
  children: string;
  size?: "sm" | "md";
}

/** A coloured badge with icon and word; colour never stands alone. */
export function ToneBadge({ tone, children, size = "md" }: ToneBadgeProps) {
  const Icon = icons[tone];
  return (
    <span className={classes["badge"]} data-tone={tone} data-size={size}>
      <Icon className={classes["icon"]} size={size === "sm" ? 12 : 14} stroke={2} aria-hidden />
      {children}
    </span>
  );
}

interface StatusBadgeProps {
  kind: StatusKind;
  status: string;
  size?: "sm" | "md";
}

/** Badge of a status of the schema, e.g. `<StatusBadge kind="blog" status={post.status} />`. */
export function StatusBadge({ kind, status, size = "md" }: StatusBadgeProps) {
  const { tone, word } = statusLook(kind, status);
  return (
    <ToneBadge tone={tone} size={size}>
      {word}
    </ToneBadge>
  );
}
