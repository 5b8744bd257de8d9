import { open } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { S3Failure } from "./failure.ts";
import { checksumHeaders, isUnchanged } from "./object-headers.ts";
import { lockHeaders } from "./object-lock.ts";
import { replyEmpty } from "./reply.ts";
import { header, type S3Request } from "./request.ts";
import type { Store } from "./store.ts";
import type { StoredObject } from "./version.ts";
import { existing, versionHeader } from "./version-access.ts";

const overridable = [
  "content-type",
  "content-language",
  "expires",
  "cache-control",
  "content-disposition",
  "content-encoding",
];

/** Answers GET and HEAD of an object: whole, a range of it, or that the reader has it already. */
export async function sendObject(request: S3Request, store: Store, res: ServerResponse): Promise<void> {
  const { message, method, query, bucket } = request;
  const object = existing(request, store);
  const identity = {
    etag: `"${object.etag}"`,
    "last-modified": new Date(object.lastModified).toUTCString(),
    ...versionHeader(store.bucket(bucket), object.versionId),
  };
  if (isUnchanged(message, object)) return replyEmpty(res, 304, identity);
  const range = parseRange(header(message, "range"), object.size);
  const tags = Object.keys(object.tags ?? {}).length;
  const headers = {
    ...identity,
    ...object.headers,
    ...overrides(query),
    ...lockHeaders(object),
    ...(tags > 0 ? { "x-amz-tagging-count": String(tags) } : {}),
    "accept-ranges": "bytes",
    "content-length": String(range ? range.end - range.start + 1 : object.size),
    ...(range
      ? { "content-range": `bytes ${range.start}-${range.end}/${object.size}` }
      : wholeChecksum(request, object)),
  };
  const status = range ? 206 : 200;
  if (method === "HEAD" || object.size === 0) {
    res.writeHead(status, headers).end();
    return;
  }
  const file = await open(store.blobFile(object)).catch(() => undefined);
  if (!file) {
    if (existing(request, store) === object) throw new Error(`the bytes of ${object.blob} are gone`);
    return sendObject(request, store, res);
  }
  res.writeHead(status, headers);
  await pipeline(file.createReadStream(range ?? {}), res);
}

function wholeChecksum({ message }: S3Request, object: StoredObject): Record<string, string> {
  return header(message, "x-amz-checksum-mode")?.toUpperCase() === "ENABLED" ? checksumHeaders(object.checksum) : {};
}

function overrides(query: Map<string, string>): Record<string, string> {
  const given = overridable.map((name) => [name, query.get(`response-${name}`)] as const);
  return Object.fromEntries(given.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/**
 * The bytes a Range header asks for; undefined, which is the whole, for several ranges and for what is none.
 * @throws S3Failure 416 InvalidRange when it starts behind the end
 */
export function parseRange(text: string | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(text ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (first === "" && last === "") return undefined;
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (start <= end) return { start, end };
  throw new S3Failure(416, "InvalidRange", "The requested range is not satisfiable", {
    details: { RangeRequested: text ?? "", ActualObjectSize: String(size) },
    headers: { "content-range": `bytes */${size}` },
  });
}
