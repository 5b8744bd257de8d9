"use client";

import { useEffect, useState } from "react";
import { duration } from "./format.ts";

/** How long something took, or has taken so far while it is not over. */
export function Elapsed({ from, to }: { from: string; to: string | null }) {
  const [now, setNow] = useState(() => Date.now());
  const isOver = to !== null;
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isOver]);
  return duration((to === null ? now : new Date(to).getTime()) - new Date(from).getTime());
}
