import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";
import { credentials, endpoint } from "./s3-client.ts";

/** A request as it goes over the wire, for what the client cannot be made to send. */
export interface RawRequest {
  method?: string;
  /** Percent-encoded, with its query in the order it is signed in. */
  path: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
  /** The value of x-amz-content-sha256 in place of the hash of the body. */
  payloadHash?: string;
  signedAt?: Date;
  /** Changes the finished request, after it was signed. */
  tamper?: (sent: { path: string; headers: Record<string, string>; body: Buffer }) => void;
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What signs the chunks that follow a signed request. */
export interface Seed {
  key: Buffer;
  timestamp: string;
  scope: string;
  signature: string;
}

export const hex = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");
const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** Text between `<name>` and its end. */
export function tag(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}

/** Signs with Signature Version 4 in the Authorization header, by the published steps. */
export function sign(raw: RawRequest): { headers: Record<string, string>; seed: Seed } {
  const timestamp = (raw.signedAt ?? new Date()).toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = `${timestamp.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const headers: Record<string, string> = {
    host: new URL(endpoint).host,
    "x-amz-date": timestamp,
    "x-amz-content-sha256": raw.payloadHash ?? hex(raw.body ?? ""),
    ...raw.headers,
  };
  const [path = "", query = ""] = raw.path.split("?");
  const names = Object.keys(headers).sort();
  const pairs = query
    .split("&")
    .filter(Boolean)
    .map((pair) => (pair.includes("=") ? pair : `${pair}=`));
  const canonical = [
    raw.method ?? "GET",
    path,
    pairs.sort().join("&"),
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    headers["x-amz-content-sha256"],
  ].join("\n");
  const key = scope
    .split("/")
    .reduce<Buffer>((former, part) => hmac(former, part), Buffer.from(`AWS4${credentials.secretAccessKey}`));
  const signature = hmac(key, ["AWS4-HMAC-SHA256", timestamp, scope, hex(canonical)].join("\n")).toString("hex");
  headers["authorization"] =
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { headers, seed: { key, timestamp, scope, signature } };
}

/** Sends a signed request, or a changed one. */
export async function sendRaw(raw: RawRequest): Promise<RawAnswer> {
  const { headers } = sign(raw);
  const sent = { path: raw.path, headers, body: Buffer.from(raw.body ?? "") };
  raw.tamper?.(sent);
  return await exchange(raw.method ?? "GET", sent.path, sent.headers, sent.body);
}

/** Sends exactly these bytes. */
export async function exchange(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: Buffer,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(endpoint);
  return await new Promise((resolve, reject) => {
    const call = request(
      { hostname, port, method, path, headers: { ...headers, "content-length": body.length }, agent: false },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.once("error", reject);
        answer.once("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers as Record<string, string>,
            body: Buffer.concat(parts).toString("utf8"),
          }),
        );
      },
    );
    call.once("error", reject);
    call.end(body);
  });
}

/** The aws-chunked body of a signed stream; `trailers` are given their own signature. */
export function signedChunks(seed: Seed, chunks: (string | Buffer)[], trailers: [string, string][] = []): Buffer {
  const parts: (string | Buffer)[] = [];
  let previous = seed.signature;
  for (const chunk of [...chunks, ""]) {
    const bytes = Buffer.from(chunk);
    const toSign = ["AWS4-HMAC-SHA256-PAYLOAD", seed.timestamp, seed.scope, previous, hex(""), hex(bytes)].join("\n");
    previous = hmac(seed.key, toSign).toString("hex");
    parts.push(`${bytes.length.toString(16)};chunk-signature=${previous}\r\n`, bytes, bytes.length > 0 ? "\r\n" : "");
  }
  if (trailers.length > 0) {
    const lines = trailers.map(([name, value]) => `${name}:${value}\n`).join("");
    const toSign = ["AWS4-HMAC-SHA256-TRAILER", seed.timestamp, seed.scope, previous, hex(lines)].join("\n");
    parts.push(
      ...trailers.map(([name, value]) => `${name}:${value}\r\n`),
      `x-amz-trailer-signature:${hmac(seed.key, toSign).toString("hex")}\r\n`,
    );
  }
  return Buffer.concat([...parts, "\r\n"].map((part) => Buffer.from(part)));
}

/** The key that signs forms and requests of a day. */
export function signingKey(day: string): { scope: string; sign: (text: string) => string } {
  const scope = `${day}/us-east-1/s3/aws4_request`;
  const key = scope
    .split("/")
    .reduce<Buffer>((former, part) => hmac(former, part), Buffer.from(`AWS4${credentials.secretAccessKey}`));
  return { scope, sign: (text) => hmac(key, text).toString("hex") };
}
