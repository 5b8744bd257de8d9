"use client";
import { useMemo } from "react";
import { words } from "../components/format.ts";
import { jsonOutline } from "./json-outline.ts";
import classes from "./text-log.module.css";

/** Splits a camelCase name into words. */
function labelOf(name: string): string {
  return words(name.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase());
}

/** An answer in JSON as names and texts, indented as it is nested. */
export function OutlineText({ raw }: { raw: string }) {
  const lines = useMemo(() => jsonOutline(raw), [raw]);
  return (
    <div className={classes["outline"]}>
      {lines.map((line, index) => (
        <p
          key={index}
          style={{ marginInlineStart: `${line.depth * 0.875}rem` }}
          data-heading={line.text === null || undefined}
        >
          {line.name !== null && <b>{labelOf(line.name)}</b>}
          {line.name !== null && line.text !== null && " "}
          {line.text}
        </p>
      ))}
    </div>
  );
}
