import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { denied, invalidRequest, S3Failure } from "./failure.ts";
import { decode, header, type S3Request } from "./request.ts";

const SKEW_MS = 15 * 60_000;
const EXPIRES_MAX_S = 604_800;
const ALGORITHM = "AWS4-HMAC-SHA256";

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
 * @throws S3Failure 403 AccessDenied, InvalidAccessKeyId, SignatureDoesNotMatch or RequestTimeTooSkewed; 400 when it is malformed
 */
export function verifySignature(request: S3Request, credentials: Credentials, now: Date): Signed {
  const presigned = request.query.has("X-Amz-Signature");
  const claim = presigned ? fromQuery(request, now) : fromHeader(request, now);
  const { scope, signingKey } = keyFor(claim.credential, claim.timestamp, credentials);
  refuseUnsignedHeaders(request, claim.signedHeaders);
  const canonicalRequest = canonical(request, claim);
  const toSign = [ALGORITHM, claim.timestamp, scope, sha256(canonicalRequest)].join("\n");
  const { payloadHash, signature, timestamp } = claim;
  if (!sameText(hmac(signingKey, toSign).toString("hex"), signature)) {
    throw signatureMismatch({
      AWSAccessKeyId: credentials.accessKeyId,
      StringToSign: toSign,
      SignatureProvided: signature,
      CanonicalRequest: canonicalRequest,
    });
  }
  return { payloadHash, signature, timestamp, scope, signingKey };
}

/**
 * The signing key of a credential `<key id>/<date>/<region>/s3/aws4_request`; any region will do.
 * @throws S3Failure 403 InvalidAccessKeyId for another key id, 400 AuthorizationHeaderMalformed for another service or day
 */
export function keyFor(
  credential: string,
  timestamp: string,
  credentials: Credentials,
): { scope: string; signingKey: Buffer } {
  const [accessKeyId, date = "", region = "", service = "", terminal = ""] = credential.split("/");
  if (accessKeyId !== credentials.accessKeyId) {
    const message = "The AWS Access Key Id you provided does not exist in our records.";
    throw new S3Failure(403, "InvalidAccessKeyId", message, { details: { AWSAccessKeyId: accessKeyId ?? "" } });
  }
  if (service !== "s3") throw malformed(`incorrect service "${service}". This endpoint belongs to "s3".`);
  if (terminal !== "aws4_request") throw malformed(`incorrect terminal "${terminal}". It must be "aws4_request".`);
  if (!timestamp.startsWith(date)) throw malformed("the date of the credential is not the date of the request.");
  const signingKey = [date, region, service, terminal].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${credentials.secretAccessKey}`),
  );
  return { scope: [date, region, service, terminal].join("/"), signingKey };
}

/** The refusal of a wrong signature; `details` show what the server signed. */
export function signatureMismatch(details: Record<string, string> = {}): S3Failure {
  const message =
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
  return new S3Failure(403, "SignatureDoesNotMatch", message, { details });
}

/** The signature one chunk of a signed stream must carry; `previous` is the signature before it. */
export function chunkSignature(signed: Signed, previous: string, chunk: Buffer): string {
  const parts = [`${ALGORITHM}-PAYLOAD`, signed.timestamp, signed.scope, previous, sha256(""), sha256(chunk)];
  return hmac(signed.signingKey, parts.join("\n")).toString("hex");
}

/** The signature the trailers of a signed stream must carry; `trailers` are their lines, each ended by a line feed. */
export function trailerSignature(signed: Signed, previous: string, trailers: string): string {
  const parts = [`${ALGORITHM}-TRAILER`, signed.timestamp, signed.scope, previous, sha256(trailers)];
  return hmac(signed.signingKey, parts.join("\n")).toString("hex");
}

function fromQuery(request: S3Request, now: Date): Claim {
  const value = (name: string): string => {
    const found = request.query.get(name);
    if (found) return found;
    const needed =
      "X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires";
    throw queryError(`Query-string authentication version 4 requires the ${needed} parameters.`);
  };
  if (value("X-Amz-Algorithm") !== ALGORITHM) throw queryError(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  const timestamp = value("X-Amz-Date");
  const expires = Number(value("X-Amz-Expires"));
  const signedAt = parseTimestamp(timestamp);
  if (!Number.isInteger(expires)) throw queryError("X-Amz-Expires should be a number");
  if (expires < 0) throw queryError("X-Amz-Expires must be non-negative");
  if (expires > EXPIRES_MAX_S) throw queryError("X-Amz-Expires must be less than a week (in seconds)");
  if (now.getTime() < signedAt - SKEW_MS) throw denied("Request is not valid yet");
  if (now.getTime() > signedAt + expires * 1_000) throw denied("Request has expired");
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
  if (!authorization) throw denied();
  if (!authorization.startsWith(ALGORITHM)) {
    throw invalidRequest(`The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`);
  }
  const match = /^\S+\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)$/.exec(authorization);
  if (!match) throw malformed("it needs Credential, SignedHeaders and Signature.");
  const timestamp = header(request.message, "x-amz-date") ?? "";
  if (Math.abs(now.getTime() - parseTimestamp(timestamp)) > SKEW_MS) {
    const message = "The difference between the request time and the current time is too large.";
    throw new S3Failure(403, "RequestTimeTooSkewed", message, {
      details: { RequestTime: timestamp, ServerTime: now.toISOString() },
    });
  }
  const payloadHash = header(request.message, "x-amz-content-sha256");
  if (!payloadHash) throw invalidRequest("Missing required header for this request: x-amz-content-sha256");
  const [, credential = "", signedHeaders = "", signature = ""] = match;
  return { credential, signedHeaders: signedHeaders.split(";"), signature, timestamp, payloadHash };
}

function refuseUnsignedHeaders(request: S3Request, signedHeaders: string[]): void {
  const needed = Object.keys(request.message.headers).filter((name) => name.startsWith("x-amz-") || name === "host");
  const missing = needed.filter((name) => !signedHeaders.includes(name) && name !== "x-amz-content-sha256");
  if (missing.length === 0) return;
  const message = "There were headers present in the request which were not signed";
  throw new S3Failure(403, "AccessDenied", message, { details: { HeadersNotSigned: missing.join(", ") } });
}

function canonical(request: S3Request, claim: Claim): string {
  const path = request.path
    .split("/")
    .map((part) => encode(decode(part)))
    .join("/");
  const query = request.pairs
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort(byParameter)
    .join("&");
  const headers = claim.signedHeaders.map(
    (name) => `${name}:${(header(request.message, name) ?? "").trim().replace(/ +/g, " ")}\n`,
  );
  return [request.method, path, query, headers.join(""), claim.signedHeaders.join(";"), claim.payloadHash].join("\n");
}

function byParameter(left: string, right: string): number {
  const [a = "", b = ""] = [left.split("=")[0], right.split("=")[0]];
  if (a === b) return left < right ? -1 : 1;
  return a < b ? -1 : 1;
}

/** Percent-encodes as AWS does: everything but letters, digits, `-`, `.`, `_` and `~`. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function parseTimestamp(text: string): number {
  const time = Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(time)) throw denied("AWS authentication requires a valid Date or x-amz-date header");
  return time;
}

function malformed(reason: string): S3Failure {
  return new S3Failure(400, "AuthorizationHeaderMalformed", `The authorization header is malformed; ${reason}`);
}

function queryError(message: string): S3Failure {
  return new S3Failure(400, "AuthorizationQueryParametersError", message);
}

/** The keyed hash every signature is made with. */
export function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(bytes: string | Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Compares two texts without telling by its duration where they differ. */
export function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
