import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "./client.ts";
import { readEvents } from "./sse.ts";

/** A live event of a tenant as it arrived: its place in the stream, what it is, and the ids it carries. */
export interface Frame {
  seq: number;
  type: string;
  data: Record<string, unknown>;
  receivedMs: number;
}

interface Waiting<T> {
  /** What is waited for, for the sentence when it does not come. */
  what: string;
  read: () => Promise<T>;
  done: (value: T) => boolean;
  /** Which events make it worth while to read again. */
  on: (frame: Frame) => boolean;
  timeoutMs?: number;
}

const waitMs = 120_000;
const calmMs = 150;
/** A screen that missed an event would stay wrong; the demo reads again now and then, and reports the miss at the end. */
const safetyMs = 8_000;

/** The live stream of one tenant: reconnects where it was cut off and keeps every frame. */
export class Live {
  readonly frames: Frame[] = [];
  resets = 0;
  connections = 0;
  readonly #client: Client;
  readonly #path: string;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<(frame: Frame) => void>();
  #lastEventId: string | undefined;

  constructor(client: Client, tenantId: string) {
    this.#client = client;
    this.#path = `/live/v1/stream?tenantId=${tenantId}`;
  }

  /** Connects; resolves when the server has answered, so that nothing that happens afterwards is missed. */
  async open(): Promise<void> {
    const first = await this.#connect();
    void this.#run(first);
  }

  close(): void {
    this.#closing.abort();
  }

  /** Calls back for every frame from now on, until the returned function is called. */
  subscribe(listener: (frame: Frame) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads again whenever an event says so, until it is done. @returns the value that was */
  async until<T>({ what, read, done, on, timeoutMs = waitMs }: Waiting<T>): Promise<T> {
    const deadline = Date.now() + timeoutMs;
    let wake: () => void = () => undefined;
    let due = true;
    const unsubscribe = this.subscribe((frame) => {
      if (!on(frame)) return;
      due = true;
      wake();
    });
    try {
      for (;;) {
        due = false;
        const value = await read();
        if (done(value)) return value;
        if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1_000} s for ${what}; it did not come.`);
        await pause(calmMs);
        if (due) continue;
        await Promise.race([new Promise<void>((resolve) => (wake = resolve)), pause(safetyMs)]);
      }
    } finally {
      unsubscribe();
    }
  }

  #connect(): Promise<Response> {
    this.connections++;
    return this.#client.stream(this.#path, { signal: this.#closing.signal, lastEventId: this.#lastEventId });
  }

  async #run(first: Response): Promise<void> {
    let response: Response | undefined = first;
    while (!this.#closing.signal.aborted) {
      try {
        response ??= await this.#connect();
        for await (const event of readEvents(response)) this.#take(event);
      } catch {
        if (this.#closing.signal.aborted) return;
      }
      response = undefined;
      await pause(500);
    }
  }

  #take(event: { id: string | undefined; event: string; data: string }): void {
    if (event.event === "stream:reset") this.resets++;
    if (event.id === undefined) return;
    this.#lastEventId = event.id;
    const data = JSON.parse(event.data) as Record<string, unknown>;
    const frame = { seq: Number(event.id), type: event.event, data, receivedMs: Date.now() };
    this.frames.push(frame);
    for (const listener of this.#listeners) listener(frame);
  }
}

/** Follows the text of a run while the agent writes it. @returns how many pieces and characters came */
export async function followRun(
  client: Client,
  runId: string,
  onText: (text: string, characters: number) => void,
): Promise<{ deltas: number; characters: number; steps: number; status: string }> {
  const seen = { deltas: 0, characters: 0, steps: 0, status: "cut off" };
  const giveUp = AbortSignal.timeout(waitMs);
  const response = await client.stream(`/live/v1/runs/${runId}`, { signal: giveUp });
  for await (const { event, data } of readEvents(response)) {
    const body = JSON.parse(data) as { delta?: string; status?: string };
    if (event === "step") seen.steps++;
    if (event === "delta") {
      seen.deltas++;
      seen.characters += body.delta?.length ?? 0;
      onText(body.delta ?? "", seen.characters);
    }
    if (event !== "end") continue;
    seen.status = body.status ?? "ended";
    break;
  }
  return seen;
}
