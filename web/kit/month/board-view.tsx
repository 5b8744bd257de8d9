"use client";
import { Text } from "@mantine/core";
import type { MonthNode } from "#schema/month.ts";
import { statusLook } from "../components/status-tones.ts";
import classes from "./board-view.module.css";
import { columnsOf } from "./work.ts";
import { WorkCard } from "./work-card.tsx";

/** The work of a month in a column for each status. */
export function BoardView({ nodes, hrefOf }: { nodes: readonly MonthNode[]; hrefOf: (id: string) => string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes["board"]} aria-label="Work by status" tabIndex={0}>
      {columnsOf(nodes).map((column) => {
        const { word, tone } = statusLook("activity", column.status);
        return (
          <section key={column.status} className={classes["column"]} aria-label={word}>
            <h2 className={classes["head"]}>
              <span className={classes["dot"]} style={{ background: `var(--lm-${tone}-solid)` }} aria-hidden />
              {word}
              <span className={classes["count"]}>{column.nodes.length}</span>
            </h2>
            {column.nodes.length === 0 && (
              <Text size="xs" c="dimmed" px="xs">
                Nothing here
              </Text>
            )}
            <ul className={classes["cards"]}>
              {column.nodes.map((node) => (
                <li key={node.id}>
                  <WorkCard node={node} href={hrefOf(node.id)} isSorted />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </section>
  );
}
