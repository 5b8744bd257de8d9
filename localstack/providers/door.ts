import { setTimeout } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { Call, Control, Fault, Provider } from "./control.ts";

const defaultLatencyMs = 3000;
const holdMaxMs = 600_000;
const defaultRetryAfterS = 30;
const secretHeaders = new Set(["authorization", "x-api-key", "x-goog-api-key", "cookie"]);

export interface SimulatorEnv {
  Bindings: HttpBindings;
  Variables: { fault: Fault | undefined };
}

export type ErrorBody = (status: number, message: string) => object;

/** Records every request of a provider and lets the faults set for it happen, in the provider's own error shape. */
export function door(control: Control, provider: Provider, errorBody: ErrorBody) {
  return createMiddleware<SimulatorEnv>(async (c, next) => {
    const call = await describe(c, provider);
    const fault = control.takeFault(provider, `${call.method} ${call.path} ${JSON.stringify(call.body)}`);
    if (fault) call.fault = fault.kind;
    control.record(call);
    c.set("fault", fault);
    const answer = fault && (await misbehave(c, fault, errorBody));
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
export function requireKey(keyOf: (c: Context<SimulatorEnv>) => string | undefined, errorBody: ErrorBody) {
  return createMiddleware<SimulatorEnv>(async (c, next) => {
    if (!/^(?!invalid|none$)\S+/.test(keyOf(c) ?? "")) return c.json(errorBody(401, "The API key is not valid."), 401);
    await next();
    return undefined;
  });
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

async function misbehave(c: Context<SimulatorEnv>, fault: Fault, errorBody: ErrorBody): Promise<Response | undefined> {
  switch (fault.kind) {
    case "latency":
      await setTimeout(fault.ms ?? defaultLatencyMs);
      return undefined;
    case "timeout_before":
      return hold(c, fault);
    case "rate_limit":
      return c.json(errorBody(429, "Too many requests."), 429, {
        "retry-after": String(fault.retryAfterS ?? defaultRetryAfterS),
      });
    case "server_error":
      return c.json(errorBody(500, "The server had an error."), 500);
    case "auth":
      return c.json(errorBody(401, "The credentials are not valid."), 401);
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

async function describe(c: Context<SimulatorEnv>, provider: Provider): Promise<Call> {
  const { pathname, searchParams } = new URL(c.req.url);
  if (searchParams.has("key")) searchParams.set("key", "•••");
  const query = searchParams.size > 0 ? `?${searchParams}` : "";
  const headers = Object.entries(c.req.header()).map(([name, value]) => [
    name,
    secretHeaders.has(name) ? "•••" : value,
  ]);
  const text = await c.req.text();
  return {
    provider,
    method: c.req.method,
    path: pathname + query,
    headers: Object.fromEntries(headers),
    body: text === "" ? null : parsed(text),
    at: new Date().toISOString(),
    status: 0,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
