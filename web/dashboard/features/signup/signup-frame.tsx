import { Anchor } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "#kit/shell/brand.tsx";
import classes from "./signup-frame.module.css";

interface SignupFrameProps {
  title: string;
  lead?: ReactNode;
  /** The steps over the title. */
  steps?: ReactNode;
  children: ReactNode;
  /** What was chosen so far. */
  aside?: ReactNode;
}

/** The frame of the sign-up pages. */
export function SignupFrame({ title, lead, steps, children, aside }: SignupFrameProps) {
  return (
    <div className={classes["page"]}>
      <title>{`${title} · Sign up · Leadmetrics`}</title>
      <header className={classes["top"]}>
        <Brand />
        <Anchor component={Link} href="/login" size="sm">
          Sign in instead
        </Anchor>
      </header>
      <div className={classes["body"]} data-plain={aside === undefined || undefined}>
        <main>
          {steps}
          <h1 className={classes["title"]}>{title}</h1>
          {lead ? <p className={classes["lead"]}>{lead}</p> : null}
          <div className={classes["form"]}>{children}</div>
        </main>
        {aside === undefined ? null : <aside className={classes["aside"]}>{aside}</aside>}
      </div>
    </div>
  );
}
