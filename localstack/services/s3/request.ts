import type { IncomingMessage } from "node:http";
import { S3Failure } from "./failure.ts";

const HOST_SUFFIX = ".localhost";

/** A request with its path and query decoded; `key` is empty for a request about a bucket, `bucket` for one about the account. */
export interface S3Request {
  message: IncomingMessage;
  method: string;
  /** The path as it was sent, which is what the client signed. */
  path: string;
  bucket: string;
  key: string;
  query: Map<string, string>;
  /** Every pair of the query in the order it was sent, which is what the client signed. */
  pairs: [string, string][];
}

/**
 * Reads a path-style request, `/<bucket>/<key>?<query>`, or a virtual-hosted one, `/<key>?<query>` at `<bucket>.localhost`.
 * @throws S3Failure 400 for a malformed address or a key above 1,024 bytes
 */
export function parseRequest(message: IncomingMessage): S3Request {
  const [path, search = ""] = split(message.url ?? "/", "?");
  const hosted = bucketOfHost(message);
  const [bucket, key = ""] = hosted === undefined ? split(path.slice(1), "/") : [hosted, path.slice(1)];
  const pairs = parseQuery(search);
  const request = {
    message,
    method: message.method ?? "GET",
    path,
    bucket: decode(bucket),
    key: decode(key),
    query: new Map(pairs),
    pairs,
  };
  if (Buffer.byteLength(request.key) > 1_024) throw new S3Failure(400, "KeyTooLongError", "Your key is too long");
  return request;
}

/** One request header, undefined when it was not sent. */
export function header(message: IncomingMessage, name: string): string | undefined {
  const value = message.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

/** All request headers, a repeated one joined. */
export function headersOf(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.keys(message.headers).map((name) => [name, header(message, name) ?? ""]));
}

function bucketOfHost(message: IncomingMessage): string | undefined {
  const host = (header(message, "host") ?? "").replace(/:\d+$/, "").toLowerCase();
  return host.endsWith(HOST_SUFFIX) ? host.slice(0, -HOST_SUFFIX.length) : undefined;
}

function parseQuery(search: string): [string, string][] {
  const pairs = search.split("&").filter(Boolean);
  return pairs.map((pair) => {
    const [name, value = ""] = split(pair, "=");
    return [decode(name), decode(value)];
  });
}

function split(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Undoes percent-encoding. @throws S3Failure 400 when it is malformed */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Failure(400, "InvalidURI", "Couldn't parse the specified URI.");
  }
}
