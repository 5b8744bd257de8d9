import type { LiveType } from "#schema/live.ts";
import { refreshSession } from "../api/refresh.ts";
import type { LiveFacts } from "./invalidation.ts";
import { liveTypes } from "./invalidation.ts";

/** connected: events arrive. reconnecting: trying. polling: given up for now, the screen re-reads every 30 s. */
export type LiveState = "connected" | "reconnecting" | "polling";

export interface LiveEvent {
  type: LiveType;
  facts: LiveFacts;
}

interface Listeners {
  onEvent: (event: LiveEvent) => void;
  onState: (state: LiveState) => void;
  /** Events may have been missed: everything on screen is to be read again. */
  onGap: () => void;
}

const backOffMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const failuresBeforePolling = 3;

function factsOf(data: unknown): LiveFacts {
  if (typeof data !== "string") return {};
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === "object" && parsed !== null ? (parsed as LiveFacts) : {};
  } catch {
    return {};
  }
}

/**
 * Keeps one stream open at `url` until the returned function is called. EventSource tells no status, so after a refusal
 * the session is renewed before the next try; tries are spaced by a growing pause.
 */
export function connectLive(url: string, listeners: Listeners): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isClosed = false;

  const again = async (): Promise<void> => {
    await refreshSession();
    if (!isClosed) open();
  };

  function open(): void {
    const stream = new EventSource(url);
    source = stream;
    stream.onopen = () => {
      if (failures > 0) listeners.onGap();
      failures = 0;
      listeners.onState("connected");
    };
    stream.onerror = () => {
      failures += 1;
      listeners.onState(failures > failuresBeforePolling ? "polling" : "reconnecting");
      if (stream.readyState !== EventSource.CLOSED) return;
      stream.close();
      const pause = backOffMs[Math.min(failures, backOffMs.length) - 1];
      timer = setTimeout(() => void again(), pause);
    };
    for (const type of liveTypes) {
      stream.addEventListener(type, (event) =>
        listeners.onEvent({ type, facts: factsOf((event as MessageEvent).data) }),
      );
    }
  }

  open();
  return () => {
    isClosed = true;
    clearTimeout(timer);
    source?.close();
  };
}
