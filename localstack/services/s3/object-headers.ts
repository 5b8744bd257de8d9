import type { IncomingMessage } from "node:http";
import { noSuchKey, notImplemented, preconditionFailed, S3Failure } from "./failure.ts";
import { header } from "./request.ts";
import type { StoredChecksum, StoredObject } from "./version.ts";
import { element } from "./xml.ts";

const METADATA_BYTES_MAX = 2_048;
const kept = ["content-type", "cache-control", "content-disposition", "content-language", "expires"];

/** The headers of an upload that a later download gives back. @throws S3Failure 400 MetadataTooLarge */
export function keptHeaders(given: Record<string, string>): Record<string, string> {
  const entries = Object.entries(given).filter(([name]) => kept.includes(name) || name.startsWith("x-amz-meta-"));
  const metadata = entries.filter(([name]) => name.startsWith("x-amz-meta-"));
  const bytes = metadata.reduce((sum, [name, value]) => sum + name.length - "x-amz-meta-".length + value.length, 0);
  if (bytes > METADATA_BYTES_MAX) {
    const message = "Your metadata headers exceed the maximum allowed metadata size";
    throw new S3Failure(400, "MetadataTooLarge", message, {
      details: { Size: String(bytes), MaxSizeAllowed: String(METADATA_BYTES_MAX) },
    });
  }
  const encoding = (given["content-encoding"] ?? "").split(",").map((part) => part.trim());
  const own = encoding.filter((part) => part !== "" && part !== "aws-chunked").join(",");
  return {
    "content-type": "application/octet-stream",
    ...Object.fromEntries(entries),
    ...(own ? { "content-encoding": own } : {}),
  };
}

/** Refuses options whose silent loss would harm: redirects, keys of the customer, grants. */
export function refuseUnsupported(message: IncomingMessage): void {
  const name = Object.keys(message.headers).find((given) =>
    /^x-amz-(website-redirect|server-side-encryption-customer|copy-source-server-side|grant-|write-offset|if-match-)/.test(
      given,
    ),
  );
  if (name) throw notImplemented(`The header ${name}`);
}

/** The check for `If-None-Match: *` and `If-Match` on a write. @throws S3Failure 412, 404 for `If-Match` on nothing */
export function writeCondition(message: IncomingMessage): (present: StoredObject | undefined) => void {
  const wanted = header(message, "if-match");
  const unwanted = header(message, "if-none-match");
  if (unwanted !== undefined && unwanted !== "*") throw notImplemented("If-None-Match other than * on a write");
  return (present) => {
    if (unwanted !== undefined && present) throw preconditionFailed("If-None-Match");
    if (wanted === undefined) return;
    if (!present) throw noSuchKey();
    if (wanted !== "*" && unquote(wanted) !== present.etag) throw preconditionFailed("If-Match");
  };
}

/**
 * Checks the conditions of a read, or with a prefix those of a copy on its source; answers true when the reader has it already.
 * @throws S3Failure 412 PreconditionFailed
 */
export function isUnchanged(message: IncomingMessage, object: StoredObject, prefix = ""): boolean {
  const given = (name: string): string | undefined => header(message, `${prefix}${name}`);
  const has = (etags: string): boolean =>
    etags.split(",").some((etag) => etag.trim() === "*" || unquote(etag.trim()) === object.etag);
  const changedAt = Math.floor(Date.parse(object.lastModified) / 1_000) * 1_000;
  const wanted = given("if-match");
  if (wanted !== undefined && !has(wanted)) throw preconditionFailed("If-Match");
  const unmodified = given("if-unmodified-since");
  if (wanted === undefined && unmodified !== undefined && changedAt > Date.parse(unmodified)) {
    throw preconditionFailed("If-Unmodified-Since");
  }
  const known = given("if-none-match");
  if (known !== undefined) return has(known);
  const since = given("if-modified-since");
  return since !== undefined && changedAt <= Date.parse(since);
}

/** An entity tag without quotes and weakness mark. */
export function unquote(etag: string): string {
  return etag.replace(/^W\//, "").replaceAll('"', "");
}

/** The headers that carry a stored checksum. */
export function checksumHeaders(checksum: StoredChecksum | undefined): Record<string, string> {
  if (!checksum) return {};
  const { name, value, type = "FULL_OBJECT" } = checksum;
  return { [`x-amz-checksum-${name}`]: value, "x-amz-checksum-type": type };
}

/** The elements that carry a stored checksum in an answer. */
export function checksumElements(checksum: StoredChecksum | undefined): string {
  if (!checksum) return "";
  const { name, value, type = "FULL_OBJECT" } = checksum;
  return element(`Checksum${name.toUpperCase()}`, value) + element("ChecksumType", type);
}
