"use client";

import type { ReactNode } from "react";
import { createContext, useContext, useEffect, useMemo, useState } from "react";

export interface Crumb {
  label: string;
  href: string;
}
interface PageFacts {
  title: string;
  crumbs: readonly Crumb[];
}
interface PageBoard {
  page: PageFacts;
  setPage: (page: PageFacts) => void;
  /** "Tenant · Portal", the tail of every browser title. */
  suffix: string;
}

const PageContext = createContext<PageBoard>({
  page: { title: "", crumbs: [] },
  setPage: () => undefined,
  suffix: "Leadmetrics",
});

/** Lets the page tell the top bar its title and the way to it. */
export function PageProvider({ suffix, children }: { suffix: string; children: ReactNode }) {
  const [page, setPage] = useState<PageFacts>({ title: "", crumbs: [] });
  const board = useMemo(() => ({ page, setPage, suffix }), [page, suffix]);
  return <PageContext value={board}>{children}</PageContext>;
}

/** Registers title and crumbs of the present page; answers the browser title. */
export function usePage(title: string, crumbs: readonly Crumb[] = []): string {
  const { setPage, suffix } = useContext(PageContext);
  const key = JSON.stringify(crumbs);
  useEffect(() => {
    setPage({ title, crumbs: JSON.parse(key) as Crumb[] });
  }, [title, key, setPage]);
  return `${title} · ${suffix}`;
}

/** What the present page registered. */
export function usePageFacts(): PageFacts {
  return useContext(PageContext).page;
}
