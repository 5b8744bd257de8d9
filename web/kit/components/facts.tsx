import type { ReactNode } from "react";
import { Fragment } from "react";
import classes from "./facts.module.css";

/** Names and what stands behind them; null and "" are shown as a dash. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={classes["facts"]}>
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value === null || value === "" ? "–" : value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
