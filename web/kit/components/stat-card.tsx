import Link from "next/link";
import type { ReactNode } from "react";
import type { Tone } from "../theme/status-tokens.ts";
import classes from "./stat-card.module.css";

interface StatCardProps {
  label: string;
  value: ReactNode;
  /** A few words under the figure. */
  hint?: string;
  href?: string;
  tone?: Tone;
}

/** One figure with its name; a link when it leads somewhere. */
export function StatCard({ label, value, hint, href, tone }: StatCardProps) {
  const inside = (
    <>
      <span className={classes["label"]}>
        {tone ? (
          <span className={classes["dot"]} style={{ background: `var(--lm-${tone}-solid)` }} aria-hidden />
        ) : null}
        {label}
      </span>
      <span className={classes["value"]}>{value}</span>
      {hint ? <span className={classes["hint"]}>{hint}</span> : null}
    </>
  );
  if (href === undefined) return <div className={classes["card"]}>{inside}</div>;
  return (
    <Link href={href} className={classes["card"]} data-link>
      {inside}
    </Link>
  );
}
