import type { ReactNode } from "react";
import { useId } from "react";
import classes from "./panel.module.css";

interface PanelProps {
  title?: string;
  /** A figure or badge beside the title. */
  aside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Tables and lists run to the edge. */
  flush?: boolean;
}

/** A titled surface: the box of which screens are made. */
export function Panel({ title, aside, actions, children, flush = false }: PanelProps) {
  const id = useId();
  return (
    <section className={classes["panel"]} {...(title ? { "aria-labelledby": id } : {})}>
      {title ? (
        <header className={classes["head"]}>
          <h2 id={id} className={classes["title"]}>
            {title}
          </h2>
          {aside}
          {actions ? <div className={classes["actions"]}>{actions}</div> : null}
        </header>
      ) : null}
      <div className={classes["body"]} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
