import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { notAllowed, notImplemented, S3Failure } from "./failure.ts";
import { keptHeaders, precondition, refuseUnsupported } from "./object-headers.ts";
import { receiveFile, receiveText } from "./payload.ts";
import { replyEmpty, replyXml } from "./reply.ts";
import { header, type S3Request } from "./request.ts";
import type { Signed } from "./signature.ts";
import type { Store } from "./store.ts";
import { blocks, element, textOf, xmlDocument } from "./xml.ts";

const PART_BYTES_MIN = 5 * 1024 * 1024;
const PARTS_MAX = 10_000;

interface Upload {
  bucket: string;
  key: string;
  headers: Record<string, string>;
}

/**
 * Answers the requests of a multipart upload. An upload is a directory with `upload.json` and one file `<number>-<md5>` per part, so
 * that it survives a restart.
 */
export async function routeMultipart(
  request: S3Request,
  signed: Signed,
  store: Store,
  res: ServerResponse,
): Promise<void> {
  const { method, query } = request;
  const uploadId = query.get("uploadId");
  if (uploadId === undefined) {
    if (method !== "POST") throw notAllowed();
    await receiveText(request, signed);
    return replyXml(res, await begin(request, store));
  }
  const dir = join(store.uploadsDir, uploadId);
  if (!/^[0-9a-f-]{36}$/.test(uploadId) || !existsSync(dir)) throw noSuchUpload();
  const upload = JSON.parse(await readFile(join(dir, "upload.json"), "utf8")) as Upload;
  if (upload.bucket !== request.bucket || upload.key !== request.key) throw noSuchUpload();
  if (method === "PUT") return putPart(request, signed, store, dir, res);
  if (method === "POST") return replyXml(res, await complete(request, signed, store, dir, upload));
  if (method === "GET") return replyXml(res, await listParts(uploadId, dir, upload));
  if (method !== "DELETE") throw notAllowed();
  await rm(dir, { recursive: true, force: true });
  replyEmpty(res, 204);
}

async function begin(request: S3Request, store: Store): Promise<string> {
  refuseUnsupported(request.message);
  const uploadId = randomUUID();
  const { bucket, key } = request;
  const upload: Upload = { bucket, key, headers: keptHeaders(request.message) };
  await mkdir(join(store.uploadsDir, uploadId));
  await writeFile(join(store.uploadsDir, uploadId, "upload.json"), JSON.stringify(upload));
  return xmlDocument(
    "InitiateMultipartUploadResult",
    element("Bucket", bucket) + element("Key", key) + element("UploadId", uploadId),
  );
}

async function putPart(
  request: S3Request,
  signed: Signed,
  store: Store,
  dir: string,
  res: ServerResponse,
): Promise<void> {
  const number = Number(request.query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > PARTS_MAX) {
    throw new S3Failure(400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
  }
  if (header(request.message, "x-amz-copy-source") !== undefined) throw notImplemented("UploadPartCopy");
  const file = store.incomingFile();
  const { md5, checksum } = await receiveFile(request, signed, file);
  const former = (await partsOf(dir)).filter((part) => part.number === number);
  await rename(file, join(dir, `${number}-${md5}`)).catch(async () => {
    await rm(file, { force: true });
    throw noSuchUpload();
  });
  for (const part of former) if (part.etag !== md5) await rm(part.file, { force: true });
  replyEmpty(res, 200, {
    etag: `"${md5}"`,
    ...(checksum ? { [`x-amz-checksum-${checksum.name}`]: checksum.value } : {}),
  });
}

interface Part {
  number: number;
  etag: string;
  file: string;
  size: number;
}

async function partsOf(dir: string): Promise<Part[]> {
  const names = (await readdir(dir)).filter((name) => /^\d+-[0-9a-f]{32}$/.test(name));
  const parts = names.map(async (name) => {
    const [number, etag = ""] = name.split("-");
    const file = join(dir, name);
    return { number: Number(number), etag, file, size: (await stat(file)).size };
  });
  return (await Promise.all(parts)).sort((a, b) => a.number - b.number);
}

async function complete(
  request: S3Request,
  signed: Signed,
  store: Store,
  dir: string,
  upload: Upload,
): Promise<string> {
  const asked = blocks(await receiveText(request, signed), "Part").map((block) => ({
    number: Number(textOf(block, "PartNumber")),
    etag: (textOf(block, "ETag") ?? "").replaceAll('"', ""),
  }));
  const present = new Map((await partsOf(dir)).map((part) => [part.number, part]));
  const parts = asked.map(({ number, etag }, index) => {
    if (number <= (asked[index - 1]?.number ?? 0)) {
      throw new S3Failure(
        400,
        "InvalidPartOrder",
        "The list of parts was not in ascending order. Parts must be ordered by part number.",
      );
    }
    const part = present.get(number);
    if (!part || part.etag !== etag)
      throw new S3Failure(400, "InvalidPart", "One or more of the specified parts could not be found.");
    if (part.size < PART_BYTES_MIN && index < asked.length - 1) {
      throw new S3Failure(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
    }
    return part;
  });
  if (parts.length === 0) throw new S3Failure(400, "MalformedXML", "You must specify at least one part");
  const file = store.incomingFile();
  for (const part of parts) await pipeline(createReadStream(part.file), createWriteStream(file, { flags: "a" }));
  const digest = createHash("md5");
  for (const part of parts) digest.update(Buffer.from(part.etag, "hex"));
  const etag = `${digest.digest("hex")}-${parts.length}`;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const { bucket, key, headers } = upload;
  await store.put(bucket, file, { key, size, etag, headers }, precondition(request.message));
  await rm(dir, { recursive: true, force: true });
  return xmlDocument(
    "CompleteMultipartUploadResult",
    element("Bucket", bucket) + element("Key", key) + element("ETag", `"${etag}"`),
  );
}

async function listParts(uploadId: string, dir: string, upload: Upload): Promise<string> {
  const parts = (await partsOf(dir)).map(
    ({ number, etag, size }) =>
      `<Part>${element("PartNumber", number)}${element("ETag", `"${etag}"`)}${element("Size", size)}</Part>`,
  );
  const head = element("Bucket", upload.bucket) + element("Key", upload.key) + element("UploadId", uploadId);
  return xmlDocument("ListPartsResult", head + element("IsTruncated", false) + parts.join(""));
}

function noSuchUpload(): S3Failure {
  return new S3Failure(404, "NoSuchUpload", "The specified multipart upload does not exist.");
}
