"use client";
import Link from "next/link";
import type { CSSProperties } from "react";
import { words } from "#kit/components/format.ts";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import type { Tone } from "#kit/theme/status-tokens.ts";
import type { ClientCard } from "#schema/dashboard.ts";
import classes from "./mission.module.css";

const hoursPerDay = 24;
const lateAfterH = 24;

function ageOf(hours: number): string {
  if (hours < 1) return "under an hour";
  return hours < 2 * hoursPerDay ? `${Math.round(hours)} h` : `${Math.round(hours / hoursPerDay)} days`;
}

/** One client: what waits, runs and is blocked, and how long the oldest review has waited. */
export function ClientTile({ client }: { client: ClientCard }) {
  const figures: [string, number, Tone][] = [
    ["Waiting", client.pendingApprovals, "attention"],
    ["In progress", client.activitiesInProgress, "running"],
    ["Blocked", client.activitiesBlocked, "failed"],
  ];
  const age = client.oldestPendingAgeH;
  return (
    <Link href={`/t/${client.id}`} className={classes["tile"]}>
      <span className={classes["tileHead"]}>
        <span className={classes["tileName"]}>{client.name}</span>
        <span className={classes["plan"]}>{words(client.plan)}</span>
      </span>
      <span className={classes["figures"]}>
        {figures.map(([name, value, tone]) => (
          <span
            key={name}
            className={classes["figure"]}
            data-on={value > 0 || undefined}
            style={{ "--tone": `var(--lm-${tone}-ink)` } as CSSProperties}
          >
            <span className={classes["value"]}>{value}</span>
            <span className={classes["caption"]}>{name}</span>
          </span>
        ))}
      </span>
      <span className={classes["tileFoot"]}>
        {client.status !== "active" && (
          <ToneBadge tone="waiting" size="sm">
            {words(client.status)}
          </ToneBadge>
        )}
        {age === null ? "Nothing waits" : `Oldest waits ${ageOf(age)}`}
        {age !== null && age >= lateAfterH && (
          <ToneBadge tone="attention" size="sm">
            Late
          </ToneBadge>
        )}
      </span>
    </Link>
  );
}
