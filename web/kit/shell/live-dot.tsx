"use client";

import { Tooltip } from "@mantine/core";
import type { LiveState } from "../live/connection.ts";
import { useLiveState } from "../live/live-provider.tsx";
import classes from "./live-dot.module.css";

const words: Record<LiveState, string> = {
  connected: "Live: changes appear at once",
  reconnecting: "Reconnecting to live updates",
  polling: "No live updates; this page re-reads every 30 seconds",
};

/** Green connected, amber reconnecting, grey polling. */
export function LiveDot() {
  const state = useLiveState();
  return (
    <Tooltip label={words[state]}>
      <span className={classes["wrap"]} role="status" aria-label={words[state]}>
        <span className={classes["dot"]} data-state={state} />
      </span>
    </Tooltip>
  );
}
