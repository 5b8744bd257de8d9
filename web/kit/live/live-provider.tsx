"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { createContext, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { LiveType } from "#schema/live.ts";
import { useActiveTenant } from "../api/tenant-store.ts";
import { useInvalidate } from "../api/use-invalidate.ts";
import type { LiveEvent, LiveState } from "./connection.ts";
import { connectLive } from "./connection.ts";
import { staleAfter } from "./invalidation.ts";

type Handler = (event: LiveEvent) => void;
interface Live {
  state: LiveState;
  subscribe: (handler: Handler) => () => void;
}

const LiveContext = createContext<Live>({ state: "reconnecting", subscribe: () => () => undefined });
const pollMs = 30_000;
/** Events that come in a burst re-read the screen once. */
const gatherMs = 120;

interface LiveProviderProps {
  children: ReactNode;
  /** Hear all assigned clients instead of the active one (DM portal). */
  allTenants?: boolean;
}

/** One live stream per tab: keeps what is on screen fresh and hands events to `useLive`. */
export function LiveProvider({ children, allTenants = false }: LiveProviderProps) {
  const [state, setState] = useState<LiveState>("reconnecting");
  const handlers = useRef(new Set<Handler>());
  const queries = useQueryClient();
  const invalidate = useInvalidate();
  const activeTenant = useActiveTenant();
  const tenantId = allTenants ? null : activeTenant;

  useEffect(() => {
    const stale = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = (): void => {
      timer = undefined;
      if (stale.has("*")) void queries.invalidateQueries();
      else for (const path of stale) void invalidate(path);
      stale.clear();
    };
    const close = connectLive(`/api/live/v1/stream${tenantId ? `?tenantId=${tenantId}` : ""}`, {
      onState: setState,
      onGap: () => void queries.invalidateQueries(),
      onEvent: (event) => {
        for (const path of staleAfter[event.type](event.facts)) stale.add(path);
        timer ??= setTimeout(flush, gatherMs);
        for (const handler of handlers.current) handler(event);
      },
    });
    return () => {
      clearTimeout(timer);
      close();
    };
  }, [tenantId, queries, invalidate]);

  useEffect(() => {
    if (state !== "polling") return;
    const timer = setInterval(() => void queries.invalidateQueries(), pollMs);
    return () => clearInterval(timer);
  }, [state, queries]);

  const live = useMemo<Live>(
    () => ({
      state,
      subscribe: (handler) => {
        handlers.current.add(handler);
        return () => handlers.current.delete(handler);
      },
    }),
    [state],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** Calls `handler` for each live event of the given types. Reads are refreshed without it. */
export function useLive(types: readonly LiveType[], handler: Handler): void {
  const { subscribe } = useContext(LiveContext);
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  const wanted = types.join(" ");
  useEffect(
    () =>
      subscribe((event) => {
        if (wanted.split(" ").includes(event.type)) latest.current(event);
      }),
    [subscribe, wanted],
  );
}

/** State of the tab's stream, for the live dot. */
export function useLiveState(): LiveState {
  return useContext(LiveContext).state;
}
