import type { LiveFrame, LiveType } from "#schema/live.ts";
import { streamLength } from "#schema/live.ts";
import { blocking, redis, whileItAnswers } from "./redis.ts";

const day = 86_400;
const streamOf = (tenantId: string) => `live:${tenantId}`;

/** Appends a numbered event to the tenant's stream. A repeat of a number is ignored: the stream already has it. */
export async function append(frame: LiveFrame): Promise<void> {
  const key = streamOf(frame.tenantId);
  try {
    await redis()
      .multi()
      .xadd(
        key,
        "MAXLEN",
        "~",
        streamLength,
        `${frame.seq}-1`,
        "type",
        frame.type,
        "at",
        frame.at,
        "data",
        JSON.stringify(frame.data),
      )
      .expire(key, day)
      .exec()
      .then((results) => {
        const failed = results?.find(([error]) => error);
        if (failed?.[0]) throw failed[0];
      });
  } catch (error) {
    if (error instanceof Error && error.message.includes("equal or smaller")) return;
    throw error;
  }
}

type Entry = [id: string, fields: string[]];

function frameOf(tenantId: string, [entryId, fields]: Entry): LiveFrame {
  const value = (name: string) => fields[fields.indexOf(name) + 1] ?? "";
  return {
    seq: Number(entryId.split("-")[0]),
    tenantId,
    type: value("type") as LiveType,
    at: value("at"),
    data: JSON.parse(value("data")) as Record<string, unknown>,
  };
}

/** Number of the newest event ever appended to the tenant's stream that Redis still knows of; 0 when it knows none. */
export async function tipOf(tenantId: string): Promise<number> {
  return Number((await tip(streamOf(tenantId))).split("-")[0]);
}

/** Number of the oldest and newest event still in the stream; null when it is empty. */
export async function bounds(tenantId: string): Promise<{ first: number; last: number } | null> {
  const [first, last] = await Promise.all([
    redis().xrange(streamOf(tenantId), "-", "+", "COUNT", 1),
    redis().xrevrange(streamOf(tenantId), "+", "-", "COUNT", 1),
  ]);
  if (!first[0] || !last[0]) return null;
  return { first: Number(first[0][0].split("-")[0]), last: Number(last[0][0].split("-")[0]) };
}

/** Events after a number, oldest first. */
export async function since(tenantId: string, seq: number): Promise<LiveFrame[]> {
  const entries = await redis().xrange(streamOf(tenantId), `(${seq}-1`, "+");
  return entries.map((entry) => frameOf(tenantId, entry));
}

type Listener = (frame: LiveFrame) => void;
const listeners = new Map<string, Set<Listener>>();
const positions = new Map<string, string>();
let reader: ReturnType<typeof blocking> | undefined;
let waker: ReturnType<typeof blocking> | undefined;

/**
 * Calls `listener` for each event of a tenant that is appended after this resolves, in order, until the returned function is
 * called. One blocking reader serves all listeners of the process.
 */
export async function listen(tenantId: string, listener: Listener): Promise<() => void> {
  const key = streamOf(tenantId);
  const known = listeners.get(key);
  if (known) known.add(listener);
  else listeners.set(key, new Set([listener]));
  if (!positions.has(key)) {
    const at = await tip(key);
    if (!positions.has(key)) positions.set(key, at);
  }
  if (!reader) {
    reader = blocking();
    void read(reader);
  } else
    void redis()
      .xadd("live:wake", "MAXLEN", "~", 10, "*", "k", key)
      .catch(() => undefined);
  return () => {
    const set = listeners.get(key);
    set?.delete(listener);
    if (set?.size !== 0) return;
    listeners.delete(key);
    positions.delete(key);
  };
}

async function read(client: ReturnType<typeof blocking>): Promise<void> {
  let wake = "$";
  while (reader === client) {
    try {
      if (wake === "$") wake = await tip("live:wake");
      const keys = ["live:wake", ...positions.keys()];
      const answer = await client.xread(
        "COUNT",
        200,
        "BLOCK",
        5_000,
        "STREAMS",
        ...keys,
        ...[wake, ...positions.values()],
      );
      for (const [key, entries] of answer ?? []) {
        const last = entries.at(-1)?.[0];
        if (last && key === "live:wake") wake = last;
        if (!last || !positions.has(key)) continue;
        positions.set(key, last);
        for (const entry of entries)
          for (const listener of listeners.get(key) ?? []) listener(frameOf(key.slice(5), entry));
      }
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function tip(key: string): Promise<string> {
  const [entry] = await redis().xrevrange(key, "+", "-", "COUNT", 1);
  return entry?.[0] ?? "0-0";
}

export interface RunFrame {
  seq: number;
  event: "delta" | "step" | "end";
  data: Record<string, unknown>;
}

/** Appends to the live view of one run; kept an hour. The run's own log is in the database: without Redis nobody watches, that is all. */
export async function appendRun(runId: string, event: RunFrame["event"], data: Record<string, unknown>): Promise<void> {
  await whileItAnswers((store) =>
    store
      .multi()
      .xadd(`live:run:${runId}`, "MAXLEN", "~", 5_000, "*", "event", event, "data", JSON.stringify(data))
      .expire(`live:run:${runId}`, 3_600)
      .exec(),
  );
}

/** Reads one run's live view from a stream position; blocks up to `waitMs` on a connection of its own. */
export async function readRun(
  client: ReturnType<typeof blocking>,
  runId: string,
  after: string,
  waitMs: number,
): Promise<{ id: string; event: RunFrame["event"]; data: Record<string, unknown> }[]> {
  const answer = await client.xread("COUNT", 500, "BLOCK", waitMs, "STREAMS", `live:run:${runId}`, after);
  return (answer?.[0]?.[1] ?? []).map(([entryId, fields]) => ({
    id: entryId,
    event: fields[1] as RunFrame["event"],
    data: JSON.parse(fields[3] ?? "{}") as Record<string, unknown>,
  }));
}

export { blocking as reader };

/** Tells the relay that there is something in the outbox. What is committed stays so without Redis; the relay finds it by itself. */
export async function nudge(): Promise<void> {
  await whileItAnswers((store) => store.publish("outbox", "1"));
}

/** Calls back whenever a process announces new outbox rows. */
export function onNudge(callback: () => void): () => void {
  waker = blocking();
  void waker.subscribe("outbox");
  waker.on("message", callback);
  return () => waker?.disconnect();
}

/** Stops the shared reader. */
export function close(): void {
  reader?.disconnect();
  reader = undefined;
  waker?.disconnect();
  listeners.clear();
  positions.clear();
}
