import { createHash, createHmac } from "node:crypto";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { SignatureV4 } from "@smithy/signature-v4";

/** A POST with JSON to a service of AWS, e.g. `lambda`. */
export interface SignedPost {
  url: URL;
  body: string;
  region: string;
  service: string;
}

// Credentials of the process's role; the provider asks for others five minutes before they end.
const credentials = defaultProvider();

/**
 * The headers that prove to AWS who sends a request: Signature Version 4, with the session token where there is one.
 * @throws when the process has no credentials
 */
export async function signedHeaders(post: SignedPost, now = new Date()): Promise<Record<string, string>> {
  const { url, body, region, service } = post;
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
  const request = {
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: {},
    headers: { host: url.host, "content-type": "application/json" },
    body,
  };
  return (await signer.sign(request, { signingDate: now })).headers;
}

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** The hash that the signer computes with, a keyed one where it gives a secret. */
class Sha256 {
  readonly #secret: Bytes | undefined;
  #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: Bytes) {
    this.#secret = secret;
    this.#hash = this.#fresh();
  }

  update(data: Bytes): void {
    this.#hash.update(bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    this.#hash = this.#fresh();
  }

  #fresh() {
    return this.#secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(this.#secret));
  }
}

function bytesOf(data: Bytes): string | Uint8Array {
  if (typeof data === "string") return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
