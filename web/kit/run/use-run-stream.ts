"use client";
import { useEffect, useState } from "react";
import { useActiveTenant } from "../api/tenant-store.ts";
import { useInvalidate } from "../api/use-invalidate.ts";
import { followRun } from "./run-stream.ts";

/** The words of a run so far, growing while it works; steps and figures are read again when they change. */
export function useRunStream(runId: string, isLive: boolean): { text: string; isConnected: boolean } {
  const tenantId = useActiveTenant();
  const invalidate = useInvalidate();
  const [state, setState] = useState({ runId, text: "" });
  const [isConnected, setConnected] = useState(false);
  useEffect(
    () =>
      followRun(runId, tenantId, isLive, {
        onLog: (log) => setState({ runId, text: log.text }),
        onStep: () => void invalidate(`/tenant/v1/runs/${runId}`),
        onEnd: () => {
          void invalidate("/tenant/v1/runs");
          void invalidate("/tenant/v1/activities");
          void invalidate("/tenant/v1/blog-posts");
        },
        onConnection: setConnected,
      }),
    [runId, tenantId, isLive, invalidate],
  );
  return { text: state.runId === runId ? state.text : "", isConnected };
}
