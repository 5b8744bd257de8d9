"use client";

import { Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import { absoluteTime, relativeTime } from "./format.ts";

interface TimeAgoProps {
  at: string | null;
  /** Shown for a null time. */
  fallback?: string;
}

const tickMs = 30_000;

/** A time in the viewer's zone: relative within a day, else the date; the full moment on hover. */
export function TimeAgo({ at, fallback = "–" }: TimeAgoProps) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  if (at === null) return <span>{fallback}</span>;
  return (
    <Tooltip label={absoluteTime(at)}>
      <time dateTime={at} suppressHydrationWarning style={{ whiteSpace: "nowrap" }}>
        {relativeTime(at, now)}
      </time>
    </Tooltip>
  );
}
