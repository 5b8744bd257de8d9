import type { RunChunk } from "#schema/run.ts";
import { api } from "../api/client.ts";
import { refreshSession } from "../api/refresh.ts";
import { addChunks, type ChunkLog, emptyLog, hasGap } from "./chunk-log.ts";

interface Listeners {
  onLog(log: ChunkLog): void;
  /** A step began or ended. */
  onStep(): void;
  onEnd(): void;
  onConnection(isOpen: boolean): void;
}

const flushMs = 90;
const gapMs = 500;
const againMs = 2_000;
const missesMax = 5;

/**
 * Follows the words of one run: first what is stored, then what arrives. Missing sequences are read again from the store.
 * Returns the function that ends it. `isLive` false reads the stored words only.
 */
export function followRun(runId: string, tenantId: string | null, isLive: boolean, listeners: Listeners): () => void {
  let log: ChunkLog = emptyLog;
  let source: EventSource | null = null;
  let isClosed = false;
  let incoming: RunChunk[] = [];
  let misses = 0;
  const timers = new Set<ReturnType<typeof setTimeout>>();

  const later = (wait: number, then: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!isClosed) then();
    }, wait);
    timers.add(timer);
  };
  const take = (chunks: readonly RunChunk[]): void => {
    const next = addChunks(log, chunks);
    if (next === log) return;
    log = next;
    listeners.onLog(log);
  };
  const readStored = async (): Promise<void> => {
    for (let more = true; more && !isClosed; ) {
      const { items } = await api.get<{ items: RunChunk[] }>(`/tenant/v1/runs/${runId}/chunks`, { after: log.whole });
      const before = log.whole;
      if (!isClosed) take(items);
      more = items.length > 0 && log.whole > before;
    }
  };
  const read = (): void => {
    readStored()
      .then(() => {
        misses = 0;
      })
      .catch(() => {
        misses += 1;
        if (misses < missesMax) later(againMs, read);
      });
  };
  const flush = (): void => {
    const chunks = incoming;
    incoming = [];
    take(chunks);
    if (hasGap(log)) later(gapMs, () => hasGap(log) && read());
  };
  const open = (): void => {
    const stream = new EventSource(`/api/live/v1/runs/${runId}${tenantId === null ? "" : `?tenantId=${tenantId}`}`);
    source = stream;
    stream.onopen = () => {
      listeners.onConnection(true);
      read();
    };
    stream.onerror = () => {
      listeners.onConnection(false);
      if (stream.readyState !== EventSource.CLOSED) return;
      later(againMs, () => void refreshSession().then(() => !isClosed && open()));
    };
    stream.addEventListener("delta", (event) => {
      const chunk = parse(event);
      if (!chunk) return;
      if (incoming.length === 0) later(flushMs, flush);
      incoming.push(chunk);
    });
    stream.addEventListener("step", listeners.onStep);
    stream.addEventListener("end", () => {
      stream.close();
      flush();
      read();
      listeners.onEnd();
    });
  };

  read();
  if (isLive) open();
  return () => {
    isClosed = true;
    source?.close();
    for (const timer of timers) clearTimeout(timer);
  };
}

function parse(event: Event): RunChunk | null {
  const data: unknown = (event as MessageEvent).data;
  if (typeof data !== "string") return null;
  try {
    const chunk = JSON.parse(data) as Partial<RunChunk>;
    return typeof chunk.seq === "number" && typeof chunk.delta === "string"
      ? { seq: chunk.seq, delta: chunk.delta }
      : null;
  } catch {
    return null;
  }
}
