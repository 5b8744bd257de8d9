import type { Context } from "hono";
import type { SSEStreamingApi } from "hono/streaming";
import { streamSSE } from "hono/streaming";
import * as Run from "#core/run/index.ts";
import * as Session from "#core/session/index.ts";
import { type Listener, mayHear } from "#functions/live/audience.ts";
import { type Actor, current, tenants } from "#platform/actor.ts";
import { bounds, listen, reader, readRun, since } from "#platform/live.ts";
import { AppError } from "#schema/errors.ts";
import { heartbeatMs, type LiveFrame } from "#schema/live.ts";
import { isRunOver } from "#schema/run.ts";
import type { Env } from "../edge/router.ts";

const queueMax = 1_000;
const recheckMs = 60_000;
const runWaitMs = 5_000;
/** The last pieces of a run come this long after it is over, at most. */
const lastPiecesMs = 1_000;

/** `Last-Event-ID` over several tenants: `ten_a:12,ten_b:7`; over one: the number alone. */
function positionsOf(text: string | undefined, ids: readonly string[]): Map<string, number> {
  const positions = new Map<string, number>();
  if (!text) return positions;
  for (const part of text.split(",")) {
    const [id, seq] = part.includes(":") ? part.split(":") : [ids[0], part];
    if (id && ids.includes(id) && Number.isInteger(Number(seq))) positions.set(id, Number(seq));
  }
  return positions;
}

function listenerOf(actor: Actor): Listener {
  return { userId: "userId" in actor ? actor.userId : "", side: actor.kind === "user" ? "client" : "agency" };
}

// A super admin in Manage looks after the platform, not a client.
function streamsOf(actor: Actor): string[] {
  return actor.kind === "admin" && actor.tenantId === null ? ["platform"] : tenants();
}

/** The live events of the tenants the person sees, or of the platform, resumed after `Last-Event-ID`; a gap yields `stream:reset`. */
export function tenantStream(c: Context<Env>): Response {
  const actor = current();
  const listener = listenerOf(actor);
  const ids = streamsOf(actor);
  const topics = c.req.query("topics")?.split(",").filter(Boolean);
  const positions = positionsOf(c.req.header("last-event-id") ?? c.req.query("lastEventId"), ids);
  c.header("Cache-Control", "no-cache, no-transform");
  c.header("X-Accel-Buffering", "no");
  return streamSSE(c, async (stream) => {
    const sent = new Map(positions);
    const wanted = (frame: LiveFrame) =>
      mayHear(listener, frame) && (!topics || topics.some((topic) => frame.type.startsWith(topic)));
    const label = () =>
      ids.length === 1 ? String(sent.get(ids[0] ?? "") ?? 0) : [...sent].map(([id, seq]) => `${id}:${seq}`).join(",");
    const push = async (frame: LiveFrame) => {
      if (frame.seq <= (sent.get(frame.tenantId) ?? 0)) return;
      sent.set(frame.tenantId, frame.seq);
      if (wanted(frame))
        await stream.writeSSE({
          id: label(),
          event: frame.type,
          data: JSON.stringify({ ...frame.data, tenantId: frame.tenantId, seq: frame.seq, at: frame.at }),
        });
    };
    const queue: Queue = { waiting: [], overflown: false, wake: () => {} };
    const take = (frame: LiveFrame) => {
      if (queue.waiting.length < queueMax) queue.waiting.push(frame);
      else queue.overflown = true;
      queue.wake();
    };
    const stops: (() => void)[] = [];
    stream.onAbort(() => queue.wake());
    try {
      for (const id of ids) stops.push(await listen(id, take));
      await stream.write(": connected\n\n");
      for (const id of ids) await catchUp(id, positions.get(id), push, stream);
      await deliver(stream, { actor, ids }, queue, push);
    } finally {
      for (const stop of stops) stop();
    }
  });
}

async function catchUp(
  id: string,
  seen: number | undefined,
  push: (frame: LiveFrame) => Promise<void>,
  stream: SSEStreamingApi,
): Promise<void> {
  if (seen === undefined) return;
  const kept = await bounds(id);
  if (kept ? seen > kept.last || seen < kept.first - 1 : seen > 0) {
    await stream.writeSSE({
      event: "stream:reset",
      data: JSON.stringify({ reason: "older than the stream keeps", tenantId: id }),
    });
    return;
  }
  for (const frame of await since(id, seen)) await push(frame);
}

interface Queue {
  waiting: LiveFrame[];
  /** A reader too slow for its queue has a gap: it is told to read everything again. */
  overflown: boolean;
  wake: () => void;
}

async function deliver(
  stream: SSEStreamingApi,
  { actor, ids }: { actor: Actor; ids: readonly string[] },
  queue: Queue,
  push: (frame: LiveFrame) => Promise<void>,
): Promise<void> {
  let lastBeat = Date.now();
  let lastCheck = Date.now();
  while (!stream.aborted && !stream.closed) {
    for (let frame = queue.waiting.shift(); frame; frame = queue.waiting.shift()) await push(frame);
    if (queue.overflown) {
      await stream.writeSSE({ event: "stream:reset", data: JSON.stringify({ reason: "the reader was too slow" }) });
      return;
    }
    if (Date.now() - lastBeat >= heartbeatMs) {
      await stream.write(": beat\n\n");
      lastBeat = Date.now();
    }
    if (Date.now() - lastCheck >= recheckMs) {
      if ("sessionId" in actor && !(await mayStay(actor.sessionId, ids))) return;
      lastCheck = Date.now();
    }
    if (queue.waiting.length > 0) continue;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, heartbeatMs - (Date.now() - lastBeat)));
      queue.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** True while the session lives and its person belongs to all of these tenants: who lost one opens the stream anew. */
async function mayStay(sessionId: string, ids: readonly string[]): Promise<boolean> {
  const session = await Session.loadSession(sessionId);
  const belongs = (id: string) => session?.memberships.some(({ tenantId }) => tenantId === id);
  return session !== null && (session.role === "super_admin" || ids.every(belongs));
}

/**
 * The steps and text of one run, from its beginning or after `Last-Event-ID`: who comes late, even when it is over, gets what was
 * streamed before, for an hour. What is older is read from `/tenant/v1/runs/:id/chunks`.
 */
export async function runStream(c: Context<Env>): Promise<Response> {
  const actor = current();
  if (actor.kind === "admin" && actor.tenantId === null)
    throw new AppError("auth.forbidden", "Runs are watched in the agency's portal.");
  const run = await Run.get(c.req.param("id") ?? "");
  const isOver = isRunOver(run.status);
  c.header("Cache-Control", "no-cache, no-transform");
  c.header("X-Accel-Buffering", "no");
  return streamSSE(c, async (stream) => {
    await stream.write(": connected\n\n");
    const client = reader();
    stream.onAbort(() => client.disconnect());
    try {
      let after = c.req.header("last-event-id") ?? "0-0";
      let lastBeat = Date.now();
      while (!stream.aborted && !stream.closed) {
        const entries = await readRun(client, run.id, after, isOver ? lastPiecesMs : runWaitMs);
        for (const [index, entry] of entries.entries()) {
          after = entry.id;
          // An end with more behind it is that of an attempt that was repeated.
          if (entry.event === "end" && index < entries.length - 1) continue;
          await stream.writeSSE({ id: entry.id, event: entry.event, data: JSON.stringify(entry.data) });
          if (entry.event === "end") return;
        }
        if (isOver && entries.length === 0) {
          await stream.writeSSE({ event: "end", data: JSON.stringify({ status: run.status }) });
          return;
        }
        if (Date.now() - lastBeat >= heartbeatMs) {
          await stream.write(": beat\n\n");
          lastBeat = Date.now();
        }
      }
    } catch (error) {
      if (!stream.aborted) throw error;
    } finally {
      client.disconnect();
    }
  });
}
