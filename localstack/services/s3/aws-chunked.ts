import type { IncomingMessage } from "node:http";
import { byteReader, incompleteBody } from "./byte-reader.ts";
import { invalidRequest, notImplemented, S3Failure } from "./failure.ts";
import { header } from "./request.ts";
import { chunkSignature, type Signed, sameText, signatureMismatch, trailerSignature } from "./signature.ts";

const CHUNK_BYTES_MAX = 64 * 1024 * 1024;
const modes = [
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
];

/**
 * Takes the frames of `aws-chunked` off a body, checks the signature of every chunk and of the trailers when the stream is signed, and
 * collects the trailers.
 * @throws S3Failure 403 SignatureDoesNotMatch, 400 IncompleteBody, InvalidRequest or MalformedTrailerError
 */
export async function* dechunk(
  message: IncomingMessage,
  signed: Signed,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const mode = signed.payloadHash;
  if (!modes.includes(mode)) throw notImplemented(`x-amz-content-sha256 ${mode}`);
  const isSigned = mode !== "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  const reader = byteReader(message);
  let previous = signed.signature;
  for (;;) {
    const head = await reader.line();
    if (head === undefined) throw incompleteBody();
    const [sizeText = "", extension = ""] = head.split(";");
    const size = Number.parseInt(sizeText, 16);
    if (!/^[0-9a-f]+$/i.test(sizeText) || size > CHUNK_BYTES_MAX) throw notChunked();
    const chunk = await reader.bytes(size);
    if (isSigned) {
      previous = chunkSignature(signed, previous, chunk);
      if (extension !== `chunk-signature=${previous}`) throw signatureMismatch();
    }
    if (size === 0) break;
    if ((await reader.line()) !== "") throw notChunked();
    yield chunk;
  }
  let signedText = "";
  for (let line = await reader.line(); line; line = await reader.line()) {
    const at = line.indexOf(":");
    const [name, value] = [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
    trailers.set(name, value);
    if (name !== "x-amz-trailer-signature") signedText += `${name}:${value}\n`;
  }
  refuseWrongTrailers(message, signed, trailers, isSigned ? trailerSignature(signed, previous, signedText) : undefined);
}

function refuseWrongTrailers(
  message: IncomingMessage,
  signed: Signed,
  trailers: Map<string, string>,
  signature: string | undefined,
): void {
  const announced = (header(message, "x-amz-trailer") ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  const names = [...trailers.keys()].filter((name) => name !== "x-amz-trailer-signature");
  if (announced.some((name) => !trailers.has(name)) || names.some((name) => !announced.includes(name))) {
    throw new S3Failure(
      400,
      "MalformedTrailerError",
      "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    );
  }
  if (signature === undefined || !signed.payloadHash.endsWith("-TRAILER")) return;
  if (!sameText(signature, trailers.get("x-amz-trailer-signature") ?? "")) throw signatureMismatch();
}

function notChunked(): S3Failure {
  return invalidRequest("The body is not aws-chunked.");
}
