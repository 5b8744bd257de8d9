import { type FileHandle, open } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { noSuchKey, notAllowed, notImplemented, preconditionFailed, S3Failure } from "./failure.ts";
import { routeMultipart } from "./multipart-routes.ts";
import { keptHeaders, precondition, refuseUnsupported, unquote } from "./object-headers.ts";
import { receiveFile } from "./payload.ts";
import { replyEmpty, replyXml } from "./reply.ts";
import { header, type S3Request } from "./request.ts";
import type { Signed } from "./signature.ts";
import type { Store, StoredObject } from "./store.ts";
import { element, xmlDocument } from "./xml.ts";

/** Answers a request about one object. */
export async function routeObject(
  request: S3Request,
  signed: Signed,
  store: Store,
  res: ServerResponse,
): Promise<void> {
  const { method, bucket, key, query, message } = request;
  store.bucket(bucket);
  if (query.has("uploads") || query.has("uploadId")) return routeMultipart(request, signed, store, res);
  const subresource = [...query.keys()].find((name) => !/^(x-id$|x-amz-|response-)/i.test(name));
  if (subresource !== undefined) throw notImplemented(`?${subresource}`);
  if (method === "GET" || method === "HEAD") return sendObject(request, find(store, bucket, key), store, res);
  if (method === "DELETE") {
    await store.delete(bucket, [key]);
    return replyEmpty(res, 204);
  }
  if (method !== "PUT") throw notAllowed();
  refuseUnsupported(message);
  if (header(message, "x-amz-copy-source") !== undefined) return copyObject(request, store, res);
  const file = store.incomingFile();
  const { size, md5, checksum } = await receiveFile(request, signed, file);
  const object = await store.put(
    bucket,
    file,
    { key, size, etag: md5, headers: keptHeaders(message), checksum },
    precondition(message),
  );
  replyEmpty(res, 200, { etag: `"${object.etag}"`, ...checksumHeader(object) });
}

function find(store: Store, bucket: string, key: string): StoredObject {
  const object = store.bucket(bucket).objects.get(key);
  if (!object) throw noSuchKey();
  return object;
}

async function copyObject(request: S3Request, store: Store, res: ServerResponse): Promise<void> {
  const { message, bucket, key } = request;
  const source = decodeURIComponent(header(message, "x-amz-copy-source") ?? "").replace(/^\//, "");
  if (source.includes("?versionId=")) throw notImplemented("Copying a version");
  const at = source.indexOf("/");
  const original = find(store, source.slice(0, at), source.slice(at + 1));
  const replaces = header(message, "x-amz-metadata-directive") === "REPLACE";
  if (!replaces && source === `${bucket}/${key}`) {
    const text =
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.";
    throw new S3Failure(400, "InvalidRequest", text);
  }
  const wanted = header(message, "x-amz-copy-source-if-match");
  if (wanted !== undefined && unquote(wanted) !== original.etag) throw preconditionFailed();
  const file = await store.copyBytes(original);
  const headers = replaces ? keptHeaders(message) : original.headers;
  const { size, etag, checksum } = original;
  const copy = await store.put(bucket, file, { key, size, etag, headers, checksum }, precondition(message));
  const body = element("ETag", `"${copy.etag}"`) + element("LastModified", copy.lastModified);
  replyXml(res, xmlDocument("CopyObjectResult", body));
}

async function sendObject(request: S3Request, object: StoredObject, store: Store, res: ServerResponse): Promise<void> {
  const { message, method, query } = request;
  const wanted = header(message, "if-match");
  if (wanted !== undefined && unquote(wanted) !== object.etag) throw preconditionFailed();
  res.setHeader("etag", `"${object.etag}"`);
  res.setHeader("last-modified", new Date(object.lastModified).toUTCString());
  if (isUnchanged(message, object)) return replyEmpty(res, 304);
  const range = parseRange(header(message, "range"), object.size);
  res.setHeader("accept-ranges", "bytes");
  for (const [name, value] of Object.entries(object.headers)) res.setHeader(name, value);
  for (const [name, value] of query) {
    if (name.startsWith("response-")) res.setHeader(name.slice("response-".length), value);
  }
  if (range) res.setHeader("content-range", `bytes ${range.start}-${range.end}/${object.size}`);
  else if (header(message, "x-amz-checksum-mode") === "ENABLED") {
    for (const [name, value] of Object.entries(checksumHeader(object))) res.setHeader(name, value);
  }
  res.setHeader("content-length", range ? range.end - range.start + 1 : object.size);
  const file = method === "HEAD" || object.size === 0 ? undefined : await openBlob(store, object);
  res.writeHead(range ? 206 : 200);
  if (file) await pipeline(file.createReadStream(range ?? {}), res);
  else res.end();
}

/** Opens the bytes; a key overwritten at this very moment has lost them, and the client's retry finds the new ones. */
async function openBlob(store: Store, object: StoredObject): Promise<FileHandle> {
  return await open(store.blobFile(object)).catch(() => {
    throw new S3Failure(503, "SlowDown", "Please reduce your request rate.");
  });
}

function isUnchanged(message: IncomingMessage, object: StoredObject): boolean {
  const etags = header(message, "if-none-match");
  if (etags !== undefined)
    return etags === "*" || etags.split(",").some((etag) => unquote(etag.trim()) === object.etag);
  const since = header(message, "if-modified-since");
  return since !== undefined && Math.floor(Date.parse(object.lastModified) / 1_000) * 1_000 <= Date.parse(since);
}

function parseRange(text: string | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(text ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const [, first = "", last = ""] = match;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) throw new S3Failure(416, "InvalidRange", "The requested range is not satisfiable");
  return { start, end };
}

function checksumHeader(object: StoredObject): Record<string, string> {
  if (!object.checksum) return {};
  return { [`x-amz-checksum-${object.checksum.name}`]: object.checksum.value, "x-amz-checksum-type": "FULL_OBJECT" };
}
