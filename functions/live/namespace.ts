import type { Namespace, Socket } from "socket.io";
import * as z from "zod";
import { loadSession, type Snapshot } from "#core/session/index.ts";
import { bounds, listen, since } from "#platform/live.ts";
import { log } from "#platform/log.ts";
import { AppError } from "#schema/errors.ts";
import type { LiveFrame } from "#schema/live.ts";
import { type Listener, mayHear } from "./audience.ts";
import { admit, sideIn } from "./session.ts";

/** What `tenant:join` answers. */
export type JoinAnswer = { ok: true; tenantId: string } | { ok: false; code: string; message: string };

interface Held {
  session: Snapshot;
  /** Joined tenants and how to leave them. */
  rooms: Map<string, () => void>;
}

const recheckMs = 60_000;
const Join = z.object({ tenantId: z.string(), lastEventId: z.coerce.number().int().nonnegative().optional() });

/** Serves one namespace: who connects with a token hears the events of their tenant that pass `wanted`. */
export function serveNamespace(namespace: Namespace, wanted: (frame: LiveFrame) => boolean): void {
  namespace.use((socket, next) => {
    authenticate(socket).then(
      () => next(),
      (error: unknown) => next(refusal(error)),
    );
  });
  namespace.on("connection", (socket) => {
    const held = socket.data as Held & { tenantId?: string };
    const last = Join.shape.lastEventId.safeParse(socket.handshake.auth["lastEventId"]).data;
    if (held.tenantId) void enter(socket, held, { tenantId: held.tenantId, lastEventId: last }, wanted);
    socket.on("tenant:join", (input: unknown, ack: unknown) => {
      void enter(socket, held, input, wanted).then((answer) => (typeof ack === "function" ? ack(answer) : undefined));
    });
    const timer = setInterval(() => void recheck(socket, held), recheckMs);
    socket.on("disconnect", () => {
      clearInterval(timer);
      for (const leave of held.rooms.values()) leave();
    });
  });
}

async function authenticate(socket: Socket): Promise<void> {
  const header = socket.handshake.headers.authorization?.replace(/^Bearer /i, "");
  const given: unknown = socket.handshake.auth["token"];
  const { session, tenantId } = await admit(typeof given === "string" ? given : header);
  socket.data = { session, tenantId, rooms: new Map() };
}

async function enter(
  socket: Socket,
  held: Held,
  input: unknown,
  wanted: (frame: LiveFrame) => boolean,
): Promise<JoinAnswer> {
  const parsed = Join.safeParse(input);
  if (!parsed.success) return { ok: false, code: "request.validation_failed", message: "Send { tenantId }." };
  const { tenantId } = parsed.data;
  try {
    await refresh(held);
    if (!sideIn(held.session, tenantId))
      return { ok: false, code: "request.not_found", message: `Client ${tenantId} was not found.` };
    await join(socket, held, parsed.data, wanted);
    return { ok: true, tenantId };
  } catch (error) {
    held.rooms.get(tenantId)?.();
    log.warn({ error: error instanceof Error ? error.message : String(error) }, "tenant:join");
    return { ok: false, code: "server.unavailable", message: "Live events are not available just now." };
  }
}

// Listening starts before the replay, so that nothing falls between; a number is sent once.
async function join(
  socket: Socket,
  held: Held,
  { tenantId, lastEventId }: { tenantId: string; lastEventId?: number | undefined },
  wanted: (frame: LiveFrame) => boolean,
): Promise<void> {
  if (!socket.connected || (held.rooms.has(tenantId) && lastEventId === undefined)) return;
  held.rooms.get(tenantId)?.();
  let sent = lastEventId ?? 0;
  const waiting: LiveFrame[] = [];
  let caughtUp = false;
  const emit = (frame: LiveFrame): void => {
    const side = sideIn(held.session, tenantId);
    if (frame.seq <= sent || !side) return;
    sent = frame.seq;
    const listener: Listener = { userId: held.session.userId, side };
    if (wanted(frame) && mayHear(listener, frame))
      socket.emit(frame.type, { ...frame.data, tenantId, seq: frame.seq, at: frame.at });
  };
  let left = false;
  let stop = (): void => undefined;
  held.rooms.set(tenantId, () => {
    left = true;
    stop();
    held.rooms.delete(tenantId);
    void socket.leave(`tenant:${tenantId}`);
  });
  stop = await listen(tenantId, (frame) => {
    if (caughtUp) emit(frame);
    else waiting.push(frame);
  });
  if (left) return stop();
  await socket.join(`tenant:${tenantId}`);
  if (lastEventId !== undefined && !(await replay(tenantId, lastEventId, emit))) {
    sent = 0;
    socket.emit("stream:reset", { tenantId, reason: "older than the stream keeps" });
  }
  for (const frame of waiting) emit(frame);
  caughtUp = true;
}

/** Sends what came after an event, or answers false when the stream cannot tell. */
async function replay(tenantId: string, lastEventId: number, emit: (frame: LiveFrame) => void): Promise<boolean> {
  const kept = await bounds(tenantId);
  if (kept && (lastEventId > kept.last || lastEventId < kept.first - 1)) return false;
  for (const frame of await since(tenantId, lastEventId)) emit(frame);
  return true;
}

// Rights are read anew every minute: who lost them hears no more.
async function recheck(socket: Socket, held: Held): Promise<void> {
  try {
    await refresh(held);
    for (const [tenantId, leave] of held.rooms) if (!sideIn(held.session, tenantId)) leave();
  } catch (error) {
    if (error instanceof AppError) socket.disconnect(true);
  }
}

async function refresh(held: Held): Promise<void> {
  const session = await loadSession(held.session.sessionId);
  if (!session) throw new AppError("auth.unauthenticated", "The session has ended.");
  held.session = session;
}

function refusal(error: unknown): Error {
  const known =
    error instanceof AppError ? error : new AppError("server.unavailable", "Live events are not available just now.");
  return Object.assign(new Error(known.message), { data: { code: known.code } });
}
