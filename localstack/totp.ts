import { createHmac } from "node:crypto";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const stepMs = 30_000;

/** The code an authenticator app shows for a secret in Base32, some steps of 30 seconds from now (RFC 6238). */
export function totp(secret: string, stepsAhead = 0): string {
  const bits = [...secret].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, "0")).join("");
  return codeOf(Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))), stepsAhead);
}

/** The same for the bytes of a secret. */
export function codeOf(key: Buffer, stepsAhead = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(stepNow() + stepsAhead));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Number of the step of 30 seconds it is now. */
export function stepNow(): number {
  return Math.floor(Date.now() / stepMs);
}

/** Seconds until the next code. */
export function secondsLeft(): number {
  return Math.ceil((stepMs - (Date.now() % stepMs)) / 1_000);
}
