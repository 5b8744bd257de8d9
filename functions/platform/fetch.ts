import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { pipeline, Transform } from "node:stream";
import { ReadableStream as WebStream } from "node:stream/web";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import ipaddr from "ipaddr.js";
import { AppError } from "#schema/errors.ts";
import { checkUrl, guardedLookup, insideLookup, refuseOutside } from "./address.ts";
import { type Deadline, openDeadline } from "./deadline.ts";

export { assertSafeUrl, leadsInside } from "./address.ts";

const redirectsMax = 5;
/** Stands for statuses outside 200 to 599, which a Response cannot carry. */
const statusUnusable = 502;
const secretHeaders = ["authorization", "cookie", "x-api-key", "x-goog-api-key"];
const userAgent = "Leadmetrics/1.0";

export interface GuardedInit extends RequestInit {
  /** From the call to the last byte of the body. */
  timeoutMs: number;
  /** Of the body after decompression; a longer one fails with `too_large`. */
  maxBytes: number;
  /** `host:port` pairs that may be reached although they are not public, beside those of OUTBOUND_ALLOW. */
  allowHosts?: readonly string[];
  /** Nothing but this machine and its private network may receive a byte: judged like the rest, when the connection is made. */
  inside?: boolean;
}

export type OutboundFailure =
  | "unresolvable"
  | "unreachable"
  | "tls"
  | "timeout"
  | "aborted"
  | "reset"
  | "redirected"
  | "too_large";

/** No usable answer. `sent` is false only if it is certain that the far side received nothing of the request. */
export class OutboundError extends Error {
  readonly code: OutboundFailure;
  readonly sent: boolean;

  constructor(code: OutboundFailure, sent: boolean, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "OutboundError";
    this.code = code;
    this.sent = sent;
  }
}

/**
 * `fetch` for addresses that came from outside: http(s) only, and never to a private, loopback, link-local or reserved
 * address. The address is judged when the connection is made, so a name cannot change its meaning between check and use;
 * each of at most 5 redirects is judged again and loses the credentials when it leaves the origin.
 * Throws UnsafeAddressError or OutboundError; an answer of any status is returned.
 */
export async function guardedFetch(url: string | URL, init: GuardedInit): Promise<Response> {
  const endsAt = Date.now() + init.timeoutMs;
  const given = new Request("http://body.invalid", bodyInit(init));
  const body = init.body == null ? undefined : new Uint8Array(await given.arrayBuffer());
  let hop: Hop = { url, method: (init.method ?? "GET").toUpperCase(), headers: given.headers, body };
  for (let redirects = 0; ; redirects++) {
    const answer = await send(hop, init, endsAt);
    const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get("location") : null;
    if (location === null || init.redirect === "manual") return answer;
    await answer.body?.cancel();
    if (init.redirect === "error" || redirects === redirectsMax) {
      throw new OutboundError(
        "redirected",
        true,
        `${new URL(answer.url).host} redirects to ${location}, which is not followed.`,
      );
    }
    hop = nextHop(hop, answer.status, new URL(answer.url), location);
  }
}

interface Hop {
  url: string | URL;
  method: string;
  headers: Headers;
  body: Uint8Array | undefined;
}

/** How far a request came: nothing of it leaves before `sending`. */
type Stage = "dialling" | "handshake" | "sending";

interface Watch {
  url: URL;
  maxBytes: number;
  deadline: Deadline;
}

function bodyInit({ headers = {}, body }: GuardedInit): RequestInit {
  return body == null ? { headers } : { method: "POST", headers, body };
}

function nextHop(from: Hop, status: number, base: URL, location: string): Hop {
  const url = URL.canParse(location, base) ? new URL(location, base) : location;
  const headers = new Headers(from.headers);
  const leaves = typeof url === "string" || url.origin !== base.origin;
  for (const name of leaves ? secretHeaders : []) headers.delete(name);
  const toGet = status === 303 || ((status === 301 || status === 302) && from.method === "POST");
  if (!toGet) return { ...from, url, headers };
  headers.delete("content-type");
  return { url, method: from.method === "HEAD" ? "HEAD" : "GET", headers, body: undefined };
}

function send(hop: Hop, init: GuardedInit, endsAt: number): Promise<Response> {
  const { url, host, allowed } = checkUrl(hop.url, init.allowHosts ?? []);
  if (init.inside) refuseOutside(host);
  const judged = allowed ? {} : { lookup: guardedLookup };
  const secure = url.protocol === "https:";
  const deadline = openDeadline(Math.max(0, endsAt - Date.now()), init.signal);
  const watch = { url, maxBytes: init.maxBytes, deadline };
  const headers = { "accept-encoding": "identity", "user-agent": userAgent, ...Object.fromEntries(hop.headers) };
  const length = hop.body ? { "content-length": String(hop.body.byteLength) } : {};
  return new Promise((fulfil, reject) => {
    let stage: Stage = "dialling";
    const fail = (error: Error) => {
      deadline.clear();
      reject(outboundError(error, stage, watch));
    };
    const req = (secure ? requestHttps : requestHttp)(url, {
      method: hop.method,
      headers: { ...headers, ...length },
      signal: deadline.signal,
      // A kept connection may die between two requests, and then nobody knows whether the request arrived.
      agent: false,
      ...(init.inside ? { lookup: insideLookup } : judged),
      ...(secure && !ipaddr.isValid(host) ? { servername: host } : {}),
    });
    req.once("socket", (socket) => {
      socket.once("connect", () => {
        stage = secure ? "handshake" : "sending";
      });
      socket.once("secureConnect", () => {
        stage = "sending";
      });
    });
    req.once("error", fail);
    req.once("response", (message) => {
      req.off("error", fail).on("error", () => message.destroy());
      try {
        fulfil(toResponse(message, hop.method, watch));
      } catch (error) {
        message.destroy();
        fail(error as Error);
      }
    });
    req.end(hop.body);
  });
}

function toResponse(message: IncomingMessage, method: string, watch: Watch): Response {
  const { statusCode = 0 } = message;
  const status = statusCode >= 200 && statusCode <= 599 ? statusCode : statusUnusable;
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const empty = method === "HEAD" || status === 204 || status === 205 || status === 304;
  if (empty) message.resume().once("close", watch.deadline.clear);
  // Drawn by its reader: `Readable.toWeb` pushes, and throws where nobody can catch when a body is left half read.
  const body = empty ? null : (WebStream.from(capped(message, headers, watch)) as ReadableStream<Uint8Array>);
  const response = new Response(body, { status, statusText: message.statusMessage ?? "", headers });
  return Object.defineProperty(response, "url", { value: watch.url.href });
}

/** The decompressed body, failing with an OutboundError when it is cut, late or longer than allowed. */
function capped(message: IncomingMessage, headers: Headers, watch: Watch): Transform {
  let bytes = 0;
  const cap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.byteLength;
      if (bytes <= watch.maxBytes) return done(null, chunk);
      return done(new OutboundError("too_large", true, `${watch.url.host} answers more than ${watch.maxBytes} bytes.`));
    },
  });
  cap.once("close", watch.deadline.clear);
  const destroy = cap.destroy.bind(cap);
  cap.destroy = (error) => destroy(error && outboundError(error, "sending", watch));
  const unpack = decompressor(headers.get("content-encoding"));
  if (!unpack) return pipeline(message, cap, () => undefined);
  headers.delete("content-encoding");
  headers.delete("content-length");
  return pipeline(message, unpack, cap, () => undefined);
}

function decompressor(encoding: string | null): Transform | undefined {
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip();
  if (encoding === "br") return createBrotliDecompress();
  return encoding === "deflate" ? createInflate() : undefined;
}

function outboundError(error: Error, stage: Stage, { url, deadline }: Watch): Error {
  if (error instanceof AppError || error instanceof OutboundError) return error;
  const sent = stage === "sending";
  if (deadline.passed()) return new OutboundError("timeout", sent, `${url.host} did not answer in time.`, error);
  if (deadline.signal.aborted) return new OutboundError("aborted", sent, `The call of ${url.host} was stopped.`, error);
  if (sent) return new OutboundError("reset", sent, `${url.host} closed the connection before answering.`, error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new OutboundError("unresolvable", false, `${url.hostname} does not resolve.`, error);
  }
  const failure = stage === "handshake" ? "tls" : "unreachable";
  return new OutboundError(failure, false, `${url.host} cannot be reached: ${error.message}`, error);
}

/** True when a public address answers a GET with 200. Unsafe addresses are refused with `address.unsafe_address`. */
export async function answersOk(url: string): Promise<boolean> {
  const answer = await guardedFetch(url, { timeoutMs: 10_000, maxBytes: 5_000_000 }).catch((error: unknown) => {
    if (error instanceof AppError) throw error;
    return null;
  });
  return answer?.status === 200;
}
