import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { S3Failure } from "./failure.ts";
import { decode, header, type S3Request } from "./request.ts";

const SKEW_MS = 15 * 60_000;
const EXPIRES_MAX_S = 604_800;

/** The one pair of keys the server knows. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** What a verified request signed; `payloadHash` is a hash, UNSIGNED-PAYLOAD or a streaming mode. */
export interface Signed {
  payloadHash: string;
  signature: string;
  timestamp: string;
  scope: string;
  signingKey: Buffer;
}

interface Claim {
  credential: string;
  signedHeaders: string[];
  signature: string;
  timestamp: string;
  payloadHash: string;
}

/**
 * Checks Signature Version 4, in the Authorization header or in the query of a presigned URL.
 * @throws S3Failure 403 AccessDenied, InvalidAccessKeyId, SignatureDoesNotMatch or RequestTimeTooSkewed
 */
export function verifySignature(request: S3Request, credentials: Credentials, now: Date): Signed {
  const presigned = request.query.has("X-Amz-Signature");
  const claim = presigned ? fromQuery(request, now) : fromHeader(request, now);
  const [accessKeyId, date = "", region = "", service = "", terminal = ""] = claim.credential.split("/");
  if (accessKeyId !== credentials.accessKeyId) {
    throw denied("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
  }
  refuseUnsignedHeaders(request, claim.signedHeaders);
  const scope = [date, region, service, terminal].join("/");
  const signingKey = [date, region, service, "aws4_request"].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${credentials.secretAccessKey}`),
  );
  const toSign = ["AWS4-HMAC-SHA256", claim.timestamp, scope, sha256(canonical(request, claim))].join("\n");
  const expected = hmac(signingKey, toSign).toString("hex");
  if (!sameText(expected, claim.signature) || service !== "s3" || !claim.timestamp.startsWith(date)) {
    const hint = "Check your key and signing method.";
    throw denied(
      "SignatureDoesNotMatch",
      `The request signature we calculated does not match the signature you provided. ${hint}`,
    );
  }
  const { payloadHash, signature, timestamp } = claim;
  return { payloadHash, signature, timestamp, scope, signingKey };
}

/** True when the signature of one chunk of a signed stream holds; `previous` is the signature before it. */
export function chunkSignature(signed: Signed, previous: string, chunk: Buffer): string {
  const parts = ["AWS4-HMAC-SHA256-PAYLOAD", signed.timestamp, signed.scope, previous, sha256(""), sha256(chunk)];
  return hmac(signed.signingKey, parts.join("\n")).toString("hex");
}

function fromQuery(request: S3Request, now: Date): Claim {
  const value = (name: string): string => {
    const found = request.query.get(name);
    if (found) return found;
    const needed =
      "X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires";
    throw new S3Failure(
      400,
      "AuthorizationQueryParametersError",
      `Query-string authentication version 4 requires the ${needed} parameters.`,
    );
  };
  const timestamp = value("X-Amz-Date");
  const expires = Number(value("X-Amz-Expires"));
  const signedAt = parseTimestamp(timestamp);
  if (!(expires >= 0 && expires <= EXPIRES_MAX_S)) {
    throw new S3Failure(
      400,
      "AuthorizationQueryParametersError",
      "X-Amz-Expires must be less than a week (in seconds)",
    );
  }
  if (now.getTime() < signedAt - SKEW_MS) throw denied("AccessDenied", "Request is not valid yet");
  if (now.getTime() > signedAt + expires * 1_000) throw denied("AccessDenied", "Request has expired");
  return {
    credential: value("X-Amz-Credential"),
    signedHeaders: value("X-Amz-SignedHeaders").split(";"),
    signature: value("X-Amz-Signature"),
    timestamp,
    payloadHash:
      request.query.get("X-Amz-Content-Sha256") ??
      header(request.message, "x-amz-content-sha256") ??
      "UNSIGNED-PAYLOAD",
  };
}

function fromHeader(request: S3Request, now: Date): Claim {
  const authorization = header(request.message, "authorization");
  if (!authorization) throw denied("AccessDenied", "Access Denied");
  const match = /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)$/.exec(
    authorization,
  );
  if (!match) throw new S3Failure(400, "AuthorizationHeaderMalformed", "The authorization header is malformed.");
  const timestamp = header(request.message, "x-amz-date") ?? "";
  if (Math.abs(now.getTime() - parseTimestamp(timestamp)) > SKEW_MS) {
    throw denied("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.");
  }
  const payloadHash = header(request.message, "x-amz-content-sha256");
  if (!payloadHash)
    throw new S3Failure(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  const [, credential = "", signedHeaders = "", signature = ""] = match;
  return { credential, signedHeaders: signedHeaders.split(";"), signature, timestamp, payloadHash };
}

function refuseUnsignedHeaders(request: S3Request, signedHeaders: string[]): void {
  const needed = Object.keys(request.message.headers).filter((name) => name.startsWith("x-amz-") || name === "host");
  if (needed.every((name) => signedHeaders.includes(name) || name === "x-amz-content-sha256")) return;
  throw denied("AccessDenied", "There were headers present in the request which were not signed");
}

function canonical(request: S3Request, claim: Claim): string {
  const path = request.path
    .split("/")
    .map((part) => encode(decode(part)))
    .join("/");
  const query = [...request.query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)])
    .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))
    .map((pair) => pair.join("="))
    .join("&");
  const headers = claim.signedHeaders.map(
    (name) => `${name}:${(header(request.message, name) ?? "").trim().replace(/ +/g, " ")}\n`,
  );
  return [request.method, path, query, headers.join(""), claim.signedHeaders.join(";"), claim.payloadHash].join("\n");
}

/** Percent-encodes as AWS does: everything but letters, digits, `-`, `.`, `_` and `~`. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function parseTimestamp(text: string): number {
  const time = Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(time)) throw denied("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
  return time;
}

function denied(code: string, message: string): S3Failure {
  return new S3Failure(403, code, message);
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(bytes: string | Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Compares two texts without telling by its duration where they differ. */
export function sameText(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
