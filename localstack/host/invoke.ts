import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { log } from "#platform/log.ts";
import { listen, readBody } from "../services/serve.ts";
import type { FunctionFacts } from "./meter.ts";
import type { FunctionError, Invokable, Outcome } from "./outcome.ts";
import { payloadBytesMax } from "./runtime-api.ts";

const asyncRetryMs = { first: 1_000, most: 300_000 };

/**
 * The Lambda Invoke API over functions by name: answers 200 with the result, 200 with X-Amz-Function-Error when the function
 * failed, 429 when all of its slots are taken, 404 for an unknown name, and with 202 what is only to be done some time. `stop` waits
 * for those at work. Beside it, and only here, `GET /local/functions` tells what became of the calls.
 */
export async function startInvoke(
  port: number,
  functions: ReadonlyMap<string, Invokable>,
  report: () => FunctionFacts[] = () => [],
): Promise<{ port: number; stop(): Promise<void> }> {
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  const track = (work: Promise<void>): void => {
    const settled = work.catch((error: unknown) => log.warn({ error: String(error) }, "invoke"));
    underWay.add(settled);
    void settled.then(() => underWay.delete(settled));
  };
  const server = createServer((request, response) => {
    if (request.method === "GET" && request.url === "/local/functions") return send(response, jsonOf(report()));
    const later = (work: Invokable, payload: Buffer): void => track(eventually(work, payload, stopping.signal));
    const served = serveInvoke(functions, later, request, response);
    served.catch(() => response.destroy());
    track(served);
  });
  server.keepAliveTimeout = 65_000;
  const bound = await listen(server, port);
  return {
    port: bound,
    async stop() {
      stopping.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await Promise.all(underWay);
      server.closeAllConnections();
      await closed;
    },
  };
}

const route = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

async function serveInvoke(
  functions: ReadonlyMap<string, Invokable>,
  later: (work: Invokable, payload: Buffer) => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader("x-amzn-requestid", randomUUID());
  const name = decodeURIComponent(route.exec(request.url ?? "")?.[1] ?? "");
  const target = functions.get(name);
  if (request.method !== "POST" || !target)
    return refuse(response, 404, "ResourceNotFoundException", `Function not found: ${name}`);
  const payload = await readBody(request, payloadBytesMax).catch(() => undefined);
  if (!payload) {
    const bound = `Request must be smaller than ${payloadBytesMax} bytes for the InvokeFunction operation`;
    return refuse(response, 413, "RequestTooLargeException", bound);
  }
  const event = payload.length === 0 ? Buffer.from("{}") : payload;
  const flaw = flawOf(event);
  if (flaw)
    return refuse(response, 400, "InvalidRequestContentException", `Could not parse request body into json: ${flaw}`);
  switch (request.headers["x-amz-invocation-type"] ?? "RequestResponse") {
    case "RequestResponse":
      return answer(response, await target.invoke(event));
    case "Event":
      later(target, event);
      response.writeHead(202).end();
      return;
    case "DryRun":
      response.writeHead(204).end();
      return;
    default:
      return refuse(
        response,
        400,
        "InvalidParameterValueException",
        "The invocation type is one of Event, RequestResponse, DryRun.",
      );
  }
}

function flawOf(event: Buffer): string | undefined {
  try {
    JSON.parse(event.toString());
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// What is accepted for later waits for a slot as long as it takes. A failure is not tried again: functions are deployed with no retries.
async function eventually(target: Invokable, payload: Buffer, signal: AbortSignal): Promise<void> {
  for (let pauseMs = asyncRetryMs.first; ; pauseMs = Math.min(pauseMs * 2, asyncRetryMs.most)) {
    const outcome = await target.invoke(payload);
    if (outcome.kind === "stream") outcome.body.resume();
    if (outcome.kind !== "throttled") return;
    const isOver = await delay(pauseMs, false, { signal }).catch(() => true);
    if (isOver) return;
  }
}

async function answer(response: ServerResponse, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case "done":
      return send(response, outcome.payload);
    case "stream": {
      const parts: Buffer[] = [];
      for await (const part of outcome.body as AsyncIterable<Buffer>) parts.push(part);
      return send(response, Buffer.concat(parts));
    }
    case "failed":
      return sendFailure(response, outcome.error);
    case "throttled":
      return refuse(response, 429, "TooManyRequestsException", "Rate Exceeded.", {
        Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      });
  }
}

function send(response: ServerResponse, payload: Buffer, headers: Record<string, string> = {}): void {
  response
    .writeHead(200, { "content-type": "application/json", "x-amz-executed-version": "$LATEST", ...headers })
    .end(payload);
}

function sendFailure(response: ServerResponse, error: FunctionError): void {
  send(response, jsonOf(error), { "x-amz-function-error": "Unhandled" });
}

function jsonOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function refuse(
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
  facts: Record<string, string> = {},
): void {
  response
    .writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type })
    .end(JSON.stringify({ ...facts, Type: "User", message }));
}
