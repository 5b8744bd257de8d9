import Link from "next/link";
import type { ReactNode } from "react";
import classes from "./mission.module.css";

/** One line of a panel: title, facts under it, something at the end; the whole line is a link. */
export function WorkRow({
  href,
  title,
  facts,
  end,
}: {
  href: string;
  title: string;
  facts: ReactNode;
  end: ReactNode;
}) {
  return (
    <li>
      <Link href={href} className={classes["row"]}>
        <span className={classes["rowWords"]}>
          <span className={classes["rowTitle"]}>{title}</span>
          <span className={classes["rowFacts"]}>{facts}</span>
        </span>
        <span className={classes["rowEnd"]}>{end}</span>
      </Link>
    </li>
  );
}
