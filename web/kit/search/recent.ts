"use client";

import { useLocalStorage } from "@mantine/hooks";
import { useCallback } from "react";

export interface RecentItem {
  title: string;
  url: string;
}

const kept = 6;

/** What was opened from the palette last, newest first; kept on this device. */
export function useRecent(): { recent: RecentItem[]; remember: (item: RecentItem) => void } {
  const [recent, setRecent] = useLocalStorage<RecentItem[]>({ key: "lm-recent", defaultValue: [] });
  const remember = useCallback(
    (item: RecentItem) =>
      setRecent((present) => [item, ...present.filter((one) => one.url !== item.url)].slice(0, kept)),
    [setRecent],
  );
  return { recent, remember };
}
