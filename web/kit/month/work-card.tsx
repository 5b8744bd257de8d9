"use client";
import { Tooltip } from "@mantine/core";
import { IconPlayerPause } from "@tabler/icons-react";
import Link from "next/link";
import type { MonthNode } from "#schema/month.ts";
import { credits, words } from "../components/format.ts";
import { StatusBadge } from "../components/status-badge.tsx";
import { statusLook } from "../components/status-tones.ts";
import { HeldUp } from "../run/held-up.tsx";
import { doerOf } from "../task/names.ts";
import classes from "./work-card.module.css";

interface Props {
  node: MonthNode;
  href: string;
  /** Without the status, where the place says it. */
  isSorted?: boolean;
}

/** One piece of a month's work: what, who, until when, and what holds it up. */
export function WorkCard({ node, href, isSorted = false }: Props) {
  const { tone } = statusLook("activity", node.status);
  return (
    <Link href={href} className={classes["card"]} style={{ borderInlineStartColor: `var(--lm-${tone}-solid)` }}>
      <span className={classes["title"]}>{node.title}</span>
      <span className={classes["facts"]}>
        {doerOf(node)} · {dates(node)}
        {node.creditsCost > 0 && ` · ${credits(node.creditsCost)} credits`}
      </span>
      <span className={classes["states"]}>
        {!isSorted && <StatusBadge kind="activity" status={node.status} size="sm" />}
        <HeldUp of={node} />
      </span>
    </Link>
  );
}

/** The same in one line, for the cell of a calendar. */
export function WorkTile({ node, href }: Props) {
  const { tone, word } = statusLook("activity", node.status);
  return (
    <Tooltip label={`${node.title} · ${words(node.type)} · ${word}`} multiline maw={320}>
      <Link href={href} className={classes["tile"]} data-tone={tone}>
        <span className={classes["dot"]} style={{ background: `var(--lm-${tone}-solid)` }} aria-hidden />
        <span className={classes["tileWords"]}>{node.title}</span>
        {node.pausedAt !== null && <IconPlayerPause size={12} aria-label="paused" />}
        <span className={classes["hidden"]}>, {word}</span>
      </Link>
    </Tooltip>
  );
}

function dates({ goesOutOn, dueAt }: MonthNode): string {
  if (goesOutOn !== null) return `out on ${dayName(goesOutOn)}`;
  return dueAt === null ? "no date" : `due ${dayName(dueAt.slice(0, 10))}`;
}

/** "3 Dec" of a day; days of work have no zone. */
export function dayName(day: string, weekday = false): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
    ...(weekday ? { weekday: "short" } : {}),
  });
}
