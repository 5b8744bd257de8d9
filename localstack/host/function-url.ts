import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { readBody } from "../services/serve.ts";
import type { Invokable, Outcome } from "./outcome.ts";
import { payloadBytesMax } from "./runtime-api.ts";
import { urlEvent } from "./url-event.ts";

/** What a handler says of its answer: all of it, or what goes before a stream. */
interface Answer {
  statusCode?: number;
  headers?: Record<string, string>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

/**
 * Answers a request by a function, as its function URL does: 502 when the function failed, 429 when it is throttled. A stream whose
 * reader goes away is ended.
 */
export async function serveUrl(target: Invokable, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request, payloadBytesMax).catch(() => undefined);
  if (!body) return refuse(response, 413, "Request Entity Too Large");
  const event = urlEvent(request, body);
  const outcome = await target.invoke(Buffer.from(JSON.stringify(event)));
  await answer(response, outcome);
}

async function answer(response: ServerResponse, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case "done":
      return sendWhole(response, outcome.payload);
    case "stream":
      return sendStream(response, outcome.body);
    case "failed":
      return refuse(response, 502, "Internal Server Error");
    case "throttled":
      return refuse(response, 429, "Rate Exceeded.");
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ Message: message }));
}

function sendWhole(response: ServerResponse, payload: Buffer): void {
  const parsed = JSON.parse(payload.toString()) as Answer | string | number | null;
  if (typeof parsed === "object" && parsed?.statusCode !== undefined) {
    const { body = "", isBase64Encoded } = parsed;
    writeHead(response, parsed);
    response.end(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"));
    return;
  }
  // What is no answer is taken for the body of one.
  response.writeHead(200, { "content-type": "application/json" });
  response.end(typeof parsed === "string" ? parsed : payload);
}

function writeHead(response: ServerResponse, { statusCode = 200, headers = {}, cookies = [] }: Answer): void {
  for (const cookie of cookies) response.appendHeader("set-cookie", cookie);
  response.writeHead(statusCode, headers);
}

const preludeEnd = Buffer.alloc(8);

// First what goes before the body, as JSON; then eight zero bytes; then the body as it comes.
async function sendStream(response: ServerResponse, body: Readable): Promise<void> {
  response.once("close", () => body.destroy());
  if (response.destroyed) body.destroy();
  let head: Buffer | undefined = Buffer.alloc(0);
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (head === undefined) {
        await write(response, chunk);
        continue;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(preludeEnd);
      if (end < 0) continue;
      writeHead(response, JSON.parse(head.subarray(0, end).toString()) as Answer);
      response.flushHeaders();
      const rest = head.subarray(end + preludeEnd.length);
      head = undefined;
      if (rest.length > 0) await write(response, rest);
    }
    response.end();
  } catch {
    // The function died or the reader left.
    response.destroy();
  }
}

async function write(response: ServerResponse, chunk: Buffer): Promise<void> {
  if (response.write(chunk)) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      response.off("drain", go).off("close", go);
      resolve();
    };
    response.once("drain", go).once("close", go);
  });
}
