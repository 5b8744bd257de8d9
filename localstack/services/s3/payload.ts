import { createHash } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { dechunk } from "./aws-chunked.ts";
import { incompleteBody } from "./byte-reader.ts";
import { type Algorithm, algorithms, checksummer, digestBytes } from "./checksums.ts";
import { invalidRequest, notImplemented, S3Failure } from "./failure.ts";
import { header, type S3Request } from "./request.ts";
import type { Signed } from "./signature.ts";

const TEXT_BYTES_MAX = 8 * 1024 * 1024;
const CHECKSUM_HEADER = "x-amz-checksum-";

/** What arrived: its size, MD5 in hex, and the base64 checksum the client asked for, if any. */
export interface Received {
  size: number;
  md5: string;
  checksum: { name: Algorithm; value: string } | undefined;
}

/** Stores the body in a new file after checking every hash, checksum and length that came with it; on failure no file is left. */
export async function receiveFile(request: S3Request, signed: Signed, file: string): Promise<Received> {
  return await intoFile(file, (write) => receive(request, signed, write));
}

/** Lets `fill` write a new file; when it fails no file is left. */
export async function intoFile<Result>(
  file: string,
  fill: (write: (bytes: Buffer) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, "wx");
    const target = handle;
    const result = await fill((bytes) => target.writeFile(bytes));
    await handle.close();
    return result;
  } catch (error) {
    await handle?.close();
    await rm(file, { force: true });
    throw error;
  }
}

/** Reads a small XML body with the same checks; `aboutBody` is false when the checksum headers speak of something else. */
export async function receiveText(request: S3Request, signed: Signed, aboutBody = true): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  const keep = (bytes: Buffer): void => {
    size += bytes.length;
    if (size > TEXT_BYTES_MAX) throw new S3Failure(400, "MaxMessageLengthExceeded", "Your request was too big.");
    parts.push(bytes);
  };
  await receive(request, signed, keep, aboutBody);
  return Buffer.concat(parts).toString("utf8");
}

/** Refuses a request that must prove its body and does not. @throws S3Failure 400 InvalidRequest */
export function requireBodyProof(message: IncomingMessage, message400: string): void {
  const proven = checksumHeaders(message).length > 0 || header(message, "x-amz-trailer")?.startsWith(CHECKSUM_HEADER);
  if (!proven && header(message, "content-md5") === undefined) throw invalidRequest(message400);
}

async function receive(
  request: S3Request,
  signed: Signed,
  write: (bytes: Buffer) => Promise<void> | void,
  aboutBody = true,
): Promise<Received> {
  const { message } = request;
  const streaming = signed.payloadHash.startsWith("STREAMING-");
  refuseNoLength(message, streaming);
  const trailers = new Map<string, string>();
  const wanted = aboutBody ? wantedChecksum(message) : undefined;
  const givenMd5 = readMd5(message);
  const md5 = createHash("md5");
  const sha256 = createHash("sha256");
  const checksum = wanted ? checksummer(wanted) : undefined;
  const hashed = /^[0-9a-f]{64}$/.test(signed.payloadHash);
  let size = 0;
  for await (const bytes of streaming ? dechunk(message, signed, trailers) : (message as AsyncIterable<Buffer>)) {
    size += bytes.length;
    md5.update(bytes);
    if (hashed) sha256.update(bytes);
    checksum?.update(bytes);
    await write(bytes);
  }
  const declared = header(message, streaming ? "x-amz-decoded-content-length" : "content-length");
  if (declared !== undefined && Number(declared) !== size) throw incompleteBody();
  if (hashed) refuseWrongHash(sha256.digest("hex"), signed.payloadHash);
  const digest = md5.digest();
  if (givenMd5 !== undefined && givenMd5 !== digest.toString("base64")) {
    throw badDigest("The Content-MD5 you specified did not match what we received.");
  }
  if (!wanted || !checksum) return { size, md5: digest.toString("hex"), checksum: undefined };
  const value = checksum.digest().toString("base64");
  const name = `${CHECKSUM_HEADER}${wanted}`;
  const given = header(message, name) ?? trailers.get(name);
  if (given !== undefined) refuseWrongChecksum(wanted, given, value);
  return { size, md5: digest.toString("hex"), checksum: { name: wanted, value } };
}

function refuseNoLength(message: IncomingMessage, streaming: boolean): void {
  if (streaming) {
    if (header(message, "x-amz-decoded-content-length") === undefined) throw noLength();
    return;
  }
  const known = ["content-length", "transfer-encoding"].some((name) => header(message, name) !== undefined);
  if (!known) throw noLength();
}

function noLength(): S3Failure {
  return new S3Failure(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
}

function refuseWrongHash(computed: string, claimed: string): void {
  if (computed === claimed) return;
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
  throw new S3Failure(400, "XAmzContentSHA256Mismatch", message, {
    details: { ClientComputedContentSHA256: claimed, S3ComputedContentSHA256: computed },
  });
}

/** Compares a checksum as it was sent with the one computed. @throws S3Failure 400 InvalidRequest when it is none, BadDigest when it differs */
export function refuseWrongChecksum(algorithm: Algorithm, given: string, computed: string): void {
  if (!isBase64Of(given, digestBytes[algorithm])) {
    throw invalidRequest(`Value for ${CHECKSUM_HEADER}${algorithm} header is invalid.`);
  }
  if (given === computed) return;
  throw badDigest(`The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`);
}

function readMd5(message: IncomingMessage): string | undefined {
  const given = header(message, "content-md5");
  if (given === undefined || isBase64Of(given, 16)) return given;
  throw new S3Failure(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
}

function isBase64Of(text: string, bytes: number): boolean {
  const decoded = Buffer.from(text, "base64");
  return decoded.length === bytes && decoded.toString("base64") === text;
}

function badDigest(message: string): S3Failure {
  return new S3Failure(400, "BadDigest", message);
}

function checksumHeaders(message: IncomingMessage): string[] {
  return Object.keys(message.headers).filter(
    (name) => name.startsWith(CHECKSUM_HEADER) && !/-(algorithm|type|mode)$/.test(name),
  );
}

function wantedChecksum(message: IncomingMessage): Algorithm | undefined {
  const trailer = header(message, "x-amz-trailer")?.toLowerCase();
  const names = [...checksumHeaders(message), ...(trailer?.startsWith(CHECKSUM_HEADER) ? [trailer] : [])];
  const [name, second] = names.map((full) => full.slice(CHECKSUM_HEADER.length));
  if (second !== undefined) {
    throw invalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }
  if (name !== undefined) return knownAlgorithm(name);
  if (header(message, "x-amz-sdk-checksum-algorithm") === undefined) return undefined;
  throw invalidRequest(
    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
  );
}

/** An algorithm by its name in any case. @throws S3Failure 501 NotImplemented */
export function knownAlgorithm(name: string): Algorithm {
  const known = algorithms.find((algorithm) => algorithm === name.toLowerCase());
  if (known) return known;
  throw notImplemented(`The checksum algorithm ${name}`);
}
