import type { IncomingMessage, ServerResponse } from "node:http";
import { checksumFile } from "./checksums.ts";
import { invalidArgument, invalidRequest, preconditionFailed, S3Failure } from "./failure.ts";
import { checksumElements, isUnchanged, keptHeaders, writeCondition } from "./object-headers.ts";
import { lockFor } from "./object-lock.ts";
import { knownAlgorithm } from "./payload.ts";
import { replyXml } from "./reply.ts";
import { decode, header, headersOf, type S3Request } from "./request.ts";
import type { Store } from "./store.ts";
import { tagsOfHeader } from "./tag-routes.ts";
import type { StoredChecksum, StoredObject } from "./version.ts";
import { versionHeader, versionOf } from "./version-access.ts";
import { element, xmlDocument } from "./xml.ts";

/** Where the bytes of a copy come from. */
interface Source {
  object: StoredObject;
  bucket: string;
  /** Set when the request names the version. */
  versionId: string | undefined;
}

/** Answers PUT of an object that copies another. */
export async function copyObject(request: S3Request, store: Store, res: ServerResponse): Promise<void> {
  const { message, bucket, key } = request;
  const target = store.bucket(bucket);
  const source = copySource(message, store);
  const replaces = isReplaced(message, "x-amz-metadata-directive");
  const isSelf = source.bucket === bucket && source.object.key === key && source.versionId === undefined;
  if (isSelf && !replaces) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const lock = lockFor(message, target, new Date());
  const headers = replaces ? keptHeaders(headersOf(message)) : source.object.headers;
  const tags = isReplaced(message, "x-amz-tagging-directive") ? tagsOfHeader(message) : source.object.tags;
  const content = await copyContent(store, source.object, header(message, "x-amz-checksum-algorithm"));
  const draft = {
    key,
    size: source.object.size,
    headers,
    tags,
    etag: content.etag,
    checksum: content.checksum,
    ...lock,
  };
  const copy = await store.put(bucket, content.file, draft, writeCondition(message));
  for (const [name, value] of Object.entries(copyHeaders(request, store, source, copy))) res.setHeader(name, value);
  const fields = [
    element("ETag", `"${copy.etag}"`),
    element("LastModified", copy.lastModified),
    checksumElements(copy.checksum),
  ];
  replyXml(res, xmlDocument("CopyObjectResult", fields.join("")));
}

/** The object a copy reads, after its conditions. @throws S3Failure 400, 404, 412 */
export function copySource(message: IncomingMessage, store: Store): Source {
  const [address = "", versionId] = (header(message, "x-amz-copy-source") ?? "")
    .replace(/^\//, "")
    .split("?versionId=");
  const path = decode(address);
  const at = path.indexOf("/");
  if (at < 1) throw invalidArgument("Invalid copy source object key");
  const bucket = path.slice(0, at);
  const object = versionToCopy(store, bucket, path.slice(at + 1), versionId);
  if (isUnchanged(message, object, "x-amz-copy-source-")) throw preconditionFailed("x-amz-copy-source-If-None-Match");
  return { object, bucket, versionId };
}

/** The headers that name the version copied and the version made. */
function copyHeaders({ bucket }: S3Request, store: Store, source: Source, copy: StoredObject): Record<string, string> {
  const { "x-amz-version-id": from } = versionHeader(store.bucket(source.bucket), source.object.versionId);
  return {
    ...(from === undefined ? {} : { "x-amz-copy-source-version-id": from }),
    ...versionHeader(store.bucket(bucket), copy.versionId),
  };
}

function versionToCopy(store: Store, bucket: string, key: string, versionId: string | undefined): StoredObject {
  try {
    return versionOf(store.bucket(bucket), key, versionId);
  } catch (error) {
    if (!(error instanceof S3Failure) || error.status !== 405) throw error;
    throw invalidRequest("The source of a copy request may not specifically refer to a delete marker by version id.");
  }
}

/** Copies bytes; what was uploaded in parts becomes one piece, with the hash and the checksum of one. */
async function copyContent(
  store: Store,
  original: StoredObject,
  algorithm: string | undefined,
): Promise<{ file: string; etag: string; checksum: StoredChecksum | undefined }> {
  const name = algorithm === undefined ? original.checksum?.name : knownAlgorithm(algorithm);
  const file = await store.copyBytes(original).catch(() => {
    throw new S3Failure(503, "SlowDown", "Please reduce your request rate.");
  });
  const isWhole = !original.etag.includes("-");
  const etag = isWhole ? original.etag : (await checksumFile(file, "md5")).toString("hex");
  if (name === undefined) return { file, etag, checksum: undefined };
  const isSame = original.checksum?.name === name && original.checksum.type !== "COMPOSITE";
  if (isSame) return { file, etag, checksum: original.checksum };
  return { file, etag, checksum: { name, value: (await checksumFile(file, name)).toString("base64") } };
}

function isReplaced(message: IncomingMessage, directive: string): boolean {
  const given = header(message, directive) ?? "COPY";
  if (given !== "COPY" && given !== "REPLACE") {
    throw invalidArgument(directive.includes("tagging") ? "Unknown tagging directive." : "Unknown metadata directive.");
  }
  return given === "REPLACE";
}
