import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { crc32 } from "node:zlib";
import { S3Failure } from "./failure.ts";
import { header, type S3Request } from "./request.ts";
import { chunkSignature, type Signed, sameText } from "./signature.ts";

const CHUNK_BYTES_MAX = 64 * 1024 * 1024;
const TEXT_BYTES_MAX = 8 * 1024 * 1024;
const algorithms = ["crc32", "sha1", "sha256"] as const;

/** What arrived: its size, MD5 in hex, and the base64 checksum the client asked for, if any. */
export interface Received {
  size: number;
  md5: string;
  checksum: { name: string; value: string } | undefined;
}

/** Stores the body in a new file after checking every hash, checksum and length that came with it; on failure no file is left. */
export async function receiveFile(request: S3Request, signed: Signed, file: string): Promise<Received> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, "wx");
    const target = handle;
    const received = await receive(request, signed, async (bytes) => {
      await target.writeFile(bytes);
    });
    await handle.close();
    return received;
  } catch (error) {
    await handle?.close();
    await rm(file, { force: true });
    throw error;
  }
}

/** Reads a small XML body with the same checks. */
export async function receiveText(request: S3Request, signed: Signed): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  await receive(request, signed, (bytes) => {
    size += bytes.length;
    if (size > TEXT_BYTES_MAX) throw new S3Failure(400, "MaxMessageLengthExceeded", "Your request was too big.");
    parts.push(bytes);
  });
  return Buffer.concat(parts).toString("utf8");
}

async function receive(
  request: S3Request,
  signed: Signed,
  write: (bytes: Buffer) => Promise<void> | void,
): Promise<Received> {
  const { message } = request;
  const streaming = signed.payloadHash.startsWith("STREAMING-");
  if (
    !streaming &&
    header(message, "content-length") === undefined &&
    header(message, "transfer-encoding") === undefined
  ) {
    throw new S3Failure(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  const trailers = new Map<string, string>();
  const wanted = wantedChecksum(message);
  const md5 = createHash("md5");
  const sha256 = createHash("sha256");
  const checksum = wanted ? checksummer(wanted) : undefined;
  let size = 0;
  for await (const bytes of streaming ? dechunk(message, signed, trailers) : (message as AsyncIterable<Buffer>)) {
    size += bytes.length;
    md5.update(bytes);
    if (!streaming) sha256.update(bytes);
    checksum?.update(bytes);
    await write(bytes);
  }
  refuseWrongLength(message, size, streaming);
  if (/^[0-9a-f]{64}$/.test(signed.payloadHash) && sha256.digest("hex") !== signed.payloadHash) {
    throw new S3Failure(
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const digest = md5.digest();
  const contentMd5 = header(message, "content-md5");
  if (contentMd5 !== undefined && contentMd5 !== digest.toString("base64")) {
    throw new S3Failure(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  if (!wanted || !checksum) return { size, md5: digest.toString("hex"), checksum: undefined };
  const value = checksum.digest();
  const given = header(message, `x-amz-checksum-${wanted}`) ?? trailers.get(`x-amz-checksum-${wanted}`);
  if (given !== undefined && given !== value) {
    throw new S3Failure(
      400,
      "BadDigest",
      `The ${wanted.toUpperCase()} you specified did not match the calculated checksum.`,
    );
  }
  return { size, md5: digest.toString("hex"), checksum: { name: wanted, value } };
}

function refuseWrongLength(message: IncomingMessage, size: number, streaming: boolean): void {
  const declared = header(message, streaming ? "x-amz-decoded-content-length" : "content-length");
  if (declared === undefined || Number(declared) === size) return;
  throw new S3Failure(
    400,
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header",
  );
}

type Algorithm = (typeof algorithms)[number];

function wantedChecksum(message: IncomingMessage): Algorithm | undefined {
  const named = [
    ...Object.keys(message.headers).map((name) => /^x-amz-checksum-(crc32c?|crc64nvme|sha1|sha256)$/.exec(name)?.[1]),
    /x-amz-checksum-(\w+)/.exec(header(message, "x-amz-trailer") ?? "")?.[1],
    header(message, "x-amz-sdk-checksum-algorithm")?.toLowerCase(),
  ].find((name) => name !== undefined);
  if (named === undefined) return undefined;
  const known = algorithms.find((algorithm) => algorithm === named);
  if (known) return known;
  throw new S3Failure(501, "NotImplemented", `Checksum algorithm ${named} is not implemented by this server.`);
}

function checksummer(algorithm: Algorithm): { update(bytes: Buffer): void; digest(): string } {
  if (algorithm === "crc32") {
    let sum = 0;
    return {
      update: (bytes) => {
        sum = crc32(bytes, sum);
      },
      digest: () => {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(sum);
        return bytes.toString("base64");
      },
    };
  }
  const hash: Hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest("base64") };
}

/** Takes the frames of `aws-chunked` off a body, checks their signatures when the stream is signed, and collects the trailers. */
async function* dechunk(
  message: IncomingMessage,
  signed: Signed,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = byteReader(message);
  const checked = signed.payloadHash.startsWith("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
  if (!checked && signed.payloadHash !== "STREAMING-UNSIGNED-PAYLOAD-TRAILER") {
    throw new S3Failure(
      501,
      "NotImplemented",
      `Payload signing ${signed.payloadHash} is not implemented by this server.`,
    );
  }
  let previous = signed.signature;
  for (;;) {
    const [sizeText = "", extension = ""] = (await reader.line()).split(";");
    const size = Number.parseInt(sizeText, 16);
    if (!/^[0-9a-f]+$/i.test(sizeText) || size > CHUNK_BYTES_MAX)
      throw new S3Failure(400, "InvalidRequest", "The body is not aws-chunked.");
    const chunk = await reader.bytes(size);
    if (checked) {
      previous = chunkSignature(signed, previous, chunk);
      if (!sameText(previous, extension.replace("chunk-signature=", ""))) {
        throw new S3Failure(403, "SignatureDoesNotMatch", "The signature of a chunk does not match.");
      }
    }
    if (size === 0) break;
    await reader.line();
    yield chunk;
  }
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const at = line.indexOf(":");
    trailers.set(line.slice(0, at).toLowerCase(), line.slice(at + 1).trim());
  }
}

function byteReader(message: IncomingMessage): { line(): Promise<string>; bytes(count: number): Promise<Buffer> } {
  const source = (message as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await source.next();
    if (!next.done) rest = Buffer.concat([rest, next.value]);
    return !next.done;
  };
  const incomplete = new S3Failure(400, "IncompleteBody", "The request body terminated unexpectedly");
  return {
    line: async () => {
      let at = rest.indexOf("\r\n");
      while (at < 0) {
        if (!(await more())) {
          const last = rest.toString("latin1");
          rest = Buffer.alloc(0);
          return last;
        }
        at = rest.indexOf("\r\n");
      }
      const line = rest.toString("latin1", 0, at);
      rest = rest.subarray(at + 2);
      return line;
    },
    bytes: async (count) => {
      const parts = [rest];
      let size = rest.length;
      while (size < count) {
        const next = await source.next();
        if (next.done) throw incomplete;
        parts.push(next.value);
        size += next.value.length;
      }
      const all = parts.length === 1 ? rest : Buffer.concat(parts);
      rest = all.subarray(count);
      return all.subarray(0, count);
    },
  };
}
