import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { checksumFile } from "./checksums.ts";
import { completeUpload } from "./complete-upload.ts";
import { invalidArgument, invalidRequest, notAllowed } from "./failure.ts";
import { readCount } from "./listing.ts";
import { copySource } from "./object-copy.ts";
import { checksumHeaders, keptHeaders } from "./object-headers.ts";
import { lockFor } from "./object-lock.ts";
import { intoFile, knownAlgorithm, type Received, receiveFile, receiveText } from "./payload.ts";
import { replyEmpty, replyXml } from "./reply.ts";
import { header, headersOf, type S3Request } from "./request.ts";
import type { Signed } from "./signature.ts";
import type { Store } from "./store.ts";
import { tagsOfHeader } from "./tag-routes.ts";
import { beginUpload, findUpload, keepPart, type OpenUpload, partsOf, type Upload } from "./uploads.ts";
import { versionHeader } from "./version-access.ts";
import { element, xmlDocument } from "./xml.ts";

const PARTS_MAX = 10_000;
const PAGE_MAX = 1_000;

/** Answers the requests of an upload in parts. */
export async function routeMultipart(
  request: S3Request,
  signed: Signed,
  store: Store,
  res: ServerResponse,
): Promise<void> {
  const { method, query, bucket, key } = request;
  const uploadId = query.get("uploadId");
  if (uploadId === undefined) {
    if (method !== "POST") throw notAllowed();
    await receiveText(request, signed);
    return begin(request, store, res);
  }
  const open = await findUpload(store, uploadId, bucket, key);
  if (method === "PUT") return putPart(request, signed, store, open, res);
  if (method === "GET") return replyXml(res, await listParts(request, open));
  if (method === "POST") {
    const { xml, object } = await completeUpload(request, signed, store, open);
    for (const [name, value] of Object.entries(versionHeader(store.bucket(bucket), object.versionId))) {
      res.setHeader(name, value);
    }
    return replyXml(res, xml);
  }
  if (method !== "DELETE") throw notAllowed();
  await rm(open.dir, { recursive: true, force: true });
  replyEmpty(res, 204);
}

async function begin(request: S3Request, store: Store, res: ServerResponse): Promise<void> {
  const { bucket, key, message } = request;
  const checksum = declaredChecksum(message);
  const uploadId = await beginUpload(store, {
    bucket,
    key,
    initiated: new Date().toISOString(),
    headers: keptHeaders(headersOf(message)),
    checksum,
    tags: tagsOfHeader(message),
    lock: lockFor(message, store.bucket(bucket), new Date()),
  });
  if (checksum) {
    res.setHeader("x-amz-checksum-algorithm", checksum.name.toUpperCase());
    res.setHeader("x-amz-checksum-type", checksum.type);
  }
  const fields = element("Bucket", bucket) + element("Key", key) + element("UploadId", uploadId);
  replyXml(res, xmlDocument("InitiateMultipartUploadResult", fields));
}

function declaredChecksum(message: IncomingMessage): Upload["checksum"] {
  const algorithm = header(message, "x-amz-checksum-algorithm");
  const asked = header(message, "x-amz-checksum-type");
  if (algorithm === undefined) {
    if (asked === undefined) return undefined;
    throw invalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
  }
  const name = knownAlgorithm(algorithm);
  const usual = name === "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE";
  const type = asked?.toUpperCase() ?? usual;
  if (type !== "FULL_OBJECT" && type !== "COMPOSITE") throw invalidRequest("Value for x-amz-checksum-type is invalid.");
  const isPossible = name === "crc64nvme" || name.startsWith("sha") ? type === usual : true;
  if (isPossible) return { name, type };
  throw invalidRequest(`The ${type} checksum type cannot be used with the ${name} checksum algorithm.`);
}

async function putPart(
  request: S3Request,
  signed: Signed,
  store: Store,
  open: OpenUpload,
  res: ServerResponse,
): Promise<void> {
  const number = Number(request.query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > PARTS_MAX) {
    throw invalidArgument("Part number must be an integer between 1 and 10000, inclusive");
  }
  const file = store.incomingFile();
  if (header(request.message, "x-amz-copy-source") !== undefined) {
    return copyPart(request, store, open, number, file, res);
  }
  const received = await receiveFile(request, signed, file);
  const { upload } = open;
  const [expected, actual] = [upload.checksum, received.checksum?.name];
  const isComposite = expected?.type === "COMPOSITE";
  if (expected && actual !== expected.name && (isComposite || actual !== undefined)) {
    await rm(file, { force: true });
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${expected.name}, actual checksum Type: ${actual ?? "null"}`,
    );
  }
  await keepPart(open, number, file, received);
  const { "x-amz-checksum-type": _, ...checksum } = checksumHeaders(received.checksum);
  replyEmpty(res, 200, { etag: `"${received.md5}"`, ...checksum });
}

async function copyPart(
  request: S3Request,
  store: Store,
  open: OpenUpload,
  number: number,
  file: string,
  res: ServerResponse,
): Promise<void> {
  const source = copySource(request.message, store);
  const range = partRange(header(request.message, "x-amz-copy-source-range"), source.object.size);
  await intoFile(file, async (write) => {
    if (source.object.size === 0) return;
    const bytes = createReadStream(store.blobFile(source.object), range ?? {}) as AsyncIterable<Buffer>;
    for await (const piece of bytes) await write(piece);
  });
  const md5 = (await checksumFile(file, "md5")).toString("hex");
  const checksum = await partChecksum(file, open.upload);
  await keepPart(open, number, file, { md5, checksum });
  const { "x-amz-version-id": from } = versionHeader(store.bucket(source.bucket), source.object.versionId);
  if (from !== undefined) res.setHeader("x-amz-copy-source-version-id", from);
  const fields = [
    element("ETag", `"${md5}"`),
    element("LastModified", new Date().toISOString()),
    partChecksumElement(checksum),
  ];
  replyXml(res, xmlDocument("CopyPartResult", fields.join("")));
}

async function partChecksum(file: string, { checksum }: Upload): Promise<Received["checksum"]> {
  if (!checksum) return undefined;
  return { name: checksum.name, value: (await checksumFile(file, checksum.name)).toString("base64") };
}

function partRange(text: string | undefined, size: number): { start: number; end: number } | undefined {
  if (text === undefined) return undefined;
  const match = /^bytes=(\d+)-(\d+)$/.exec(text);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || start > end) {
    throw invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
    );
  }
  if (end >= size) throw invalidArgument(`Range specified is not valid for source object of size: ${size}`);
  return { start, end };
}

async function listParts({ query, bucket, key }: S3Request, { id, dir, upload }: OpenUpload): Promise<string> {
  const max = readCount(query, "max-parts", PAGE_MAX);
  const marker = readCount(query, "part-number-marker", Number.MAX_SAFE_INTEGER, 0);
  const parts = (await partsOf(dir)).filter((part) => part.number > marker);
  const shown = parts.slice(0, max);
  const truncated = parts.length > shown.length;
  const fields = [
    element("Bucket", bucket),
    element("Key", key),
    element("UploadId", id),
    element("PartNumberMarker", marker),
    element("NextPartNumberMarker", truncated ? shown.at(-1)?.number : undefined),
    element("MaxParts", max),
    element("IsTruncated", truncated),
    element("StorageClass", "STANDARD"),
    element("ChecksumAlgorithm", upload.checksum?.name.toUpperCase()),
    element("ChecksumType", upload.checksum?.type),
    ...shown.map(({ number, etag, size, modified, checksum }) => {
      const about = [
        element("PartNumber", number),
        element("LastModified", modified.toISOString()),
        element("ETag", `"${etag}"`),
        element("Size", size),
        partChecksumElement(checksum),
      ];
      return `<Part>${about.join("")}</Part>`;
    }),
  ];
  return xmlDocument("ListPartsResult", fields.join(""));
}

function partChecksumElement(checksum: Received["checksum"]): string {
  return checksum ? element(`Checksum${checksum.name.toUpperCase()}`, checksum.value) : "";
}
