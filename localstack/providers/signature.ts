import { createHmac } from "node:crypto";

/** Keyed hash of a text in one of the forms that webhook schemes use. */
export function hmac(algorithm: "sha1" | "sha256", key: string | Buffer, text: string, form: "hex" | "base64"): string {
  return createHmac(algorithm, key).update(text).digest(form);
}
