import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Brand } from "../shell/brand.tsx";
import type { Door } from "./door.ts";
import classes from "./door-page.module.css";

interface DoorPageProps {
  door: Door;
  title: string;
  lead?: ReactNode;
  /** A sign over the title. */
  mark?: ReactNode;
  children: ReactNode;
  /** The way elsewhere, under the form. */
  foot?: ReactNode;
}

/** The frame of every page before one is signed in: the house's line at the left, one task at the right. */
export function DoorPage({ door, title, lead, mark, children, foot }: DoorPageProps) {
  return (
    <main className={classes["page"]}>
      <title>{`${title} · ${door.portalName}`}</title>
      <div className={classes["story"]} aria-hidden="true">
        <p className={classes["line"]}>People and agents, one desk.</p>
        <p className={classes["small"]}>Nothing leaves the house before someone has read it.</p>
      </div>
      <div className={classes["side"]}>
        <div className={classes["card"]}>
          <Brand portalName={door.portalName} />
          <div>
            {mark}
            <h1 className={classes["title"]}>{title}</h1>
            {lead ? (
              <Text size="sm" c="dimmed" component="div">
                {lead}
              </Text>
            ) : null}
          </div>
          {children}
          {foot ? <div className={classes["foot"]}>{foot}</div> : null}
        </div>
      </div>
    </main>
  );
}
