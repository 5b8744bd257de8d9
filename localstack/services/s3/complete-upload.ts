import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { checksumFile, checksummer } from "./checksums.ts";
import { invalidRequest, malformedXml, S3Failure } from "./failure.ts";
import { checksumElements, unquote, writeCondition } from "./object-headers.ts";
import { intoFile, receiveText, refuseWrongChecksum } from "./payload.ts";
import { header, type S3Request } from "./request.ts";
import type { Signed } from "./signature.ts";
import type { Store } from "./store.ts";
import { type OpenUpload, type Part, partsOf, type Upload } from "./uploads.ts";
import type { StoredChecksum, StoredObject } from "./version.ts";
import { blocks, element, textOf, xmlDocument } from "./xml.ts";

const PART_BYTES_MIN = 5 * 1024 * 1024;

/** A part as the client lists it. */
interface Asked {
  number: number;
  etag: string;
  checksum: string | undefined;
}

/** Makes the listed parts one object and ends the upload. @throws S3Failure 400, 412 */
export async function completeUpload(
  request: S3Request,
  signed: Signed,
  store: Store,
  { dir, upload }: OpenUpload,
): Promise<{ xml: string; object: StoredObject }> {
  const { message } = request;
  const asked = parseParts(await receiveText(request, signed, false), upload);
  const parts = chooseParts(asked, await partsOf(dir), upload);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  refuseWrongSize(header(message, "x-amz-mp-object-size"), size);
  const file = store.incomingFile();
  await intoFile(file, async (write) => {
    for (const part of parts) {
      for await (const bytes of createReadStream(part.file) as AsyncIterable<Buffer>) await write(bytes);
    }
  });
  const { bucket, key, headers, tags, lock } = upload;
  const digests = parts.map((part) => Buffer.from(part.etag, "hex"));
  const etag = `${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-${parts.length}`;
  try {
    const checksum = await checksumOf(file, parts, upload);
    const given = checksum && header(message, `x-amz-checksum-${checksum.name}`);
    if (checksum && given !== undefined) refuseWrongTotal(checksum, given);
    const draft = { key, size, etag, headers, checksum, tags, ...lock };
    const object = await store.put(bucket, file, draft, writeCondition(message));
    await rm(dir, { recursive: true, force: true });
    return { xml: showResult(request, object), object };
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

function parseParts(xml: string, { checksum }: Upload): Asked[] {
  const parts = blocks(xml, "Part").map((block) => ({
    number: Number(textOf(block, "PartNumber")),
    etag: unquote(textOf(block, "ETag") ?? ""),
    checksum: checksum && textOf(block, `Checksum${checksum.name.toUpperCase()}`),
  }));
  if (parts.length === 0 || parts.some(({ number }) => !Number.isInteger(number))) throw malformedXml();
  return parts;
}

function refuseWrongOrder(asked: Asked[]): void {
  if (asked.every(({ number }, index) => number > (asked[index - 1]?.number ?? 0))) return;
  const message = "The list of parts was not in ascending order. Parts must be ordered by part number.";
  throw new S3Failure(400, "InvalidPartOrder", message);
}

function chooseParts(asked: Asked[], present: Part[], { checksum }: Upload): Part[] {
  refuseWrongOrder(asked);
  return asked.map(({ number, etag, checksum: sum }, index) => {
    if (checksum?.type === "COMPOSITE" && sum === undefined) {
      throw invalidRequest(
        `The upload was created using a ${checksum.name} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    }
    const part = present.find((one) => one.number === number && one.etag === etag);
    if (!part || (sum !== undefined && part.checksum !== undefined && part.checksum.value !== sum)) {
      throw new S3Failure(
        400,
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        { details: { PartNumber: String(number), ETag: etag } },
      );
    }
    if (part.size < PART_BYTES_MIN && index < asked.length - 1) throw partTooSmall(part);
    return part;
  });
}

function partTooSmall({ number, etag, size }: Part): S3Failure {
  return new S3Failure(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
    details: {
      ProposedSize: String(size),
      MinSizeAllowed: String(PART_BYTES_MIN),
      PartNumber: String(number),
      ETag: etag,
    },
  });
}

function refuseWrongSize(given: string | undefined, size: number): void {
  if (given === undefined || Number(given) === size) return;
  throw invalidRequest(
    `The provided 'x-amz-mp-object-size' header value ${given} does not match what was computed: ${size}`,
  );
}

async function checksumOf(file: string, parts: Part[], { checksum }: Upload): Promise<StoredChecksum | undefined> {
  if (!checksum) return undefined;
  const { name, type } = checksum;
  if (type === "FULL_OBJECT") return { name, type, value: (await checksumFile(file, name)).toString("base64") };
  const sum = checksummer(name);
  for (const part of parts) sum.update(Buffer.from(part.checksum?.value ?? "", "base64"));
  return { name, type, value: `${sum.digest().toString("base64")}-${parts.length}` };
}

/** Compares the checksum of the whole; that of a composite one may come without the count of its parts. */
function refuseWrongTotal({ name, value }: StoredChecksum, given: string): void {
  refuseWrongChecksum(name, given.replace(/-\d+$/, ""), value.replace(/-\d+$/, ""));
}

function showResult({ message, bucket, key, path }: S3Request, { etag, checksum }: StoredObject): string {
  const fields = [
    element("Location", `http://${header(message, "host") ?? ""}${path}`),
    element("Bucket", bucket),
    element("Key", key),
    element("ETag", `"${etag}"`),
    checksumElements(checksum),
  ];
  return xmlDocument("CompleteMultipartUploadResult", fields.join(""));
}
