import type { IncomingMessage } from "node:http";
import { notImplemented, preconditionFailed } from "./failure.ts";
import { header } from "./request.ts";
import type { StoredObject } from "./store.ts";

const kept = ["content-type", "cache-control", "content-disposition", "content-language", "expires"];

/** The headers of an upload that a later download gives back. */
export function keptHeaders(message: IncomingMessage): Record<string, string> {
  const names = Object.keys(message.headers).filter((name) => kept.includes(name) || name.startsWith("x-amz-meta-"));
  const given = Object.fromEntries(names.map((name) => [name, header(message, name) ?? ""]));
  const encoding = (header(message, "content-encoding") ?? "").split(",").map((part) => part.trim());
  const own = encoding.filter((part) => part !== "" && part !== "aws-chunked").join(",");
  return { "content-type": "application/octet-stream", ...given, ...(own ? { "content-encoding": own } : {}) };
}

/** Refuses options whose silent loss would harm: locks, tags, keys of the customer. */
export function refuseUnsupported(message: IncomingMessage): void {
  const name = Object.keys(message.headers).find((given) =>
    /^x-amz-(object-lock-|tagging$|website-redirect|server-side-encryption-customer|grant-)/.test(given),
  );
  if (name) throw notImplemented(`Header ${name}`);
}

/** The check for `If-None-Match: *` and `If-Match` on a write. @throws S3Failure 412 */
export function precondition(message: IncomingMessage): (present: StoredObject | undefined) => void {
  const wanted = header(message, "if-match");
  const fresh = header(message, "if-none-match") === "*";
  return (present) => {
    if (fresh && present) throw preconditionFailed();
    if (wanted !== undefined && (!present || unquote(wanted) !== present.etag)) throw preconditionFailed();
  };
}

/** An entity tag without quotes and weakness mark. */
export function unquote(etag: string): string {
  return etag.replace(/^W\//, "").replaceAll('"', "");
}
