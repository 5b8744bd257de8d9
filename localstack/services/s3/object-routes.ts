import type { ServerResponse } from "node:http";
import { notAllowed, notImplemented } from "./failure.ts";
import { isBypassed, routeLock } from "./lock-routes.ts";
import { routeMultipart } from "./multipart-routes.ts";
import { copyObject } from "./object-copy.ts";
import { checksumHeaders, keptHeaders, refuseUnsupported, writeCondition } from "./object-headers.ts";
import { lockFor, refuseLocked } from "./object-lock.ts";
import { sendObject } from "./object-read.ts";
import { receiveFile, requireBodyProof } from "./payload.ts";
import { replyEmpty } from "./reply.ts";
import { header, headersOf, type S3Request } from "./request.ts";
import type { Signed } from "./signature.ts";
import type { Store } from "./store.ts";
import { routeTags, tagsOfHeader } from "./tag-routes.ts";
import { versionHeader } from "./version-access.ts";

/** Answers a request about one object. */
export async function routeObject(
  request: S3Request,
  signed: Signed,
  store: Store,
  res: ServerResponse,
): Promise<void> {
  const { method, bucket, query, message } = request;
  store.bucket(bucket);
  refuseUnsupported(message);
  if (query.has("uploads") || query.has("uploadId")) return routeMultipart(request, signed, store, res);
  if (query.has("retention") || query.has("legal-hold")) return routeLock(request, signed, store, res);
  if (query.has("tagging")) return routeTags(request, signed, store, res);
  const unknown = [...query.keys()].find((name) => !/^(versionId$|x-id$|x-amz-|response-)/i.test(name));
  if (unknown !== undefined) throw notImplemented(`The query ?${unknown}`);
  if (method === "GET" || method === "HEAD") return sendObject(request, store, res);
  if (method === "DELETE") return deleteObject(request, store, res);
  if (method !== "PUT") throw notAllowed();
  if (header(message, "x-amz-copy-source") !== undefined) return copyObject(request, store, res);
  return putObject(request, signed, store, res);
}

async function putObject(request: S3Request, signed: Signed, store: Store, res: ServerResponse): Promise<void> {
  const { bucket, key, message } = request;
  const target = store.bucket(bucket);
  const lock = lockFor(message, target, new Date());
  if (Object.keys(lock).length > 0) {
    requireBodyProof(
      message,
      "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
    );
  }
  const allowed = writeCondition(message);
  const headers = keptHeaders(headersOf(message));
  const tags = tagsOfHeader(message);
  const file = store.incomingFile();
  const { size, md5, checksum } = await receiveFile(request, signed, file);
  const object = await store.put(bucket, file, { key, size, etag: md5, headers, checksum, tags, ...lock }, allowed);
  replyEmpty(res, 200, {
    etag: `"${object.etag}"`,
    ...checksumHeaders(object.checksum),
    ...versionHeader(target, object.versionId),
  });
}

async function deleteObject(request: S3Request, store: Store, res: ServerResponse): Promise<void> {
  const { bucket, key, query, message } = request;
  const target = store.bucket(bucket);
  const versionId = query.get("versionId");
  writeCondition(message)(target.current(key));
  if (versionId !== undefined) refuseLocked(target.version(key, versionId), isBypassed(request), new Date());
  const [done] = await store.delete(bucket, [{ key, versionId }]);
  replyEmpty(res, 204, {
    ...versionHeader(target, done?.versionId),
    ...(done?.marker ? { "x-amz-delete-marker": "true" } : {}),
  });
}
