import { setTimeout } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Control } from "./control.ts";
import type { Fault } from "./fault.ts";
import type { Provider } from "./names.ts";
import { describe } from "./record.ts";

const defaultLatencyMs = 3000;
const holdMaxMs = 600_000;
const defaultRetryAfterS = 30;

/** What an error may say beside its message. */
export interface More {
  code?: string | number;
  field?: string;
  retryAfterS?: number;
}

/** Body of an error in the provider's own shape. */
export type ErrorBody = (status: number, message: string, more?: More) => object;

export interface SimulatorEnv {
  Bindings: HttpBindings;
  Variables: {
    fault: Fault | undefined;
    /** Fields of the body, JSON or form. */
    fields: Record<string, unknown>;
    /** The provider's answer to a request it does not accept. */
    refuse(status: number, message: string, more?: More): Response;
  };
}

export interface DoorOptions {
  /** Statuses the provider uses instead of the usual ones. */
  statuses?: Record<number, number>;
  /** What it says about a body that was announced as JSON and is none. */
  brokenJson?: string;
}

/** Records every request of a provider and lets the faults set for it happen, in the provider's own error shape. */
export function door(control: Control, provider: Provider, errorBody: ErrorBody, options: DoorOptions = {}) {
  const { statuses = {}, brokenJson = "The request body is not valid JSON." } = options;
  return createMiddleware<SimulatorEnv>(async (c, next) => {
    const { call, fields, broken } = await describe(c, provider);
    const fault = control.faults.take(provider, `${call.method} ${call.path} ${JSON.stringify(call.body)}`);
    if (fault) call.fault = fault.kind;
    control.record(call);
    c.set("fault", fault);
    c.set("fields", fields);
    c.set("refuse", (status, message, more) => {
      const headers = more?.retryAfterS === undefined ? {} : { "retry-after": String(more.retryAfterS) };
      return c.json(errorBody(status, message, more), (statuses[status] ?? status) as ContentfulStatusCode, headers);
    });
    const answer = (fault && (await misbehave(c, fault))) ?? (broken ? c.var.refuse(400, brokenJson) : undefined);
    if (answer) {
      call.status = answer === RESPONSE_ALREADY_SENT ? 0 : answer.status;
      return answer;
    }
    await next();
    if (fault?.kind === "timeout_after_effect") c.res = await hold(c, fault);
    else call.status = c.res.status;
    return undefined;
  });
}

/** Refuses requests without a key, or with one that begins with "invalid"; every other key will do. */
export function requireKey(keyOf: (c: Context<SimulatorEnv>) => string | undefined, message: string, more?: More) {
  return createMiddleware<SimulatorEnv>(async (c, next) => {
    if (!isKey(keyOf(c))) return c.var.refuse(401, message, more);
    await next();
    return undefined;
  });
}

/** Whether a key passes for a good one. */
export function isKey(key: string | undefined): boolean {
  return /^(?!invalid|none$)\S+/.test(key ?? "");
}

/** Ends the connection without finishing the answer, after what was written has had time to leave. */
export async function cut(c: Pick<Context<SimulatorEnv>, "env">): Promise<Response> {
  await setTimeout(20);
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Streams text frames; under the fault `cut_stream` the connection dies in the middle. */
export function streamFrames(c: Context<SimulatorEnv>, contentType: string, frames: string[]): Response {
  const last = c.get("fault")?.kind === "cut_stream" ? Math.ceil(frames.length / 2) : frames.length;
  const encoder = new TextEncoder();
  let at = 0;
  const body = new ReadableStream({
    async pull(controller) {
      const frame = at < last ? frames[at++] : undefined;
      if (frame !== undefined) return controller.enqueue(encoder.encode(frame));
      if (last === frames.length) return controller.close();
      await cut(c);
    },
  });
  return new Response(body, { headers: { "content-type": contentType, "cache-control": "no-cache, no-transform" } });
}

async function misbehave(c: Context<SimulatorEnv>, fault: Fault): Promise<Response | undefined> {
  switch (fault.kind) {
    case "latency":
      await setTimeout(fault.ms ?? defaultLatencyMs);
      return undefined;
    case "timeout_before":
      return hold(c, fault);
    case "rate_limit":
      return c.var.refuse(429, "Too many requests.", { retryAfterS: fault.retryAfterS ?? defaultRetryAfterS });
    case "server_error":
      return c.var.refuse(fault.status ?? 500, "The server had an error.");
    case "client_error":
      return c.var.refuse(fault.status ?? 400, "The request is not acceptable.");
    case "auth":
      return c.var.refuse(401, "The credentials are not valid.");
    default:
      return undefined;
  }
}

/** Says nothing until the caller gives up. */
async function hold(c: Context<SimulatorEnv>, fault: Fault): Promise<Response> {
  const { outgoing } = c.env;
  await new Promise<void>((resolve) => {
    const timer = globalThis.setTimeout(resolve, fault.ms ?? holdMaxMs);
    outgoing.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}
