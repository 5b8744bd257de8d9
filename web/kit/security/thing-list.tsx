import type { ReactNode } from "react";
import type { Icon } from "../shell/portal.ts";
import classes from "./thing-list.module.css";

/** A list of things that open the account: sessions, passkeys. */
export function ThingList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={classes["list"]} aria-label={label}>
      {children}
    </ul>
  );
}

interface ThingProps {
  icon: Icon;
  name: ReactNode;
  facts: ReactNode;
  actions?: ReactNode;
}

/** One of them: what it is, what is known of it, what can be done. */
export function Thing({ icon: ThingIcon, name, facts, actions }: ThingProps) {
  return (
    <li className={classes["row"]}>
      <span className={classes["icon"]}>
        <ThingIcon size={18} stroke={1.6} aria-hidden />
      </span>
      <div className={classes["words"]}>
        <div className={classes["name"]}>{name}</div>
        <div className={classes["facts"]}>{facts}</div>
      </div>
      {actions}
    </li>
  );
}
