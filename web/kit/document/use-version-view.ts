"use client";

import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";

export const versionTabs = ["read", "changes", "history"] as const;
export type VersionTab = (typeof versionTabs)[number];

/** Which version is shown and how; both live in the address. */
export function useVersionView() {
  const [{ version, tab, against }, set] = useQueryStates({
    version: parseAsInteger,
    tab: parseAsStringLiteral(versionTabs).withDefault("read"),
    against: parseAsInteger,
  });
  return {
    version,
    tab,
    against,
    setTab: (next: VersionTab) => void set({ tab: next }),
    showChanges: (next: number) => void set({ version: next, tab: "changes", against: null }),
    show: (next: number) => void set({ version: next, tab: "read", against: null }),
    compare: (next: number) => void set({ tab: "changes", against: next }),
  };
}
