import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from "node:crypto";
import { config } from "./config.ts";

interface Key {
  id: string;
  bytes: Buffer;
}

function keys(): [Key, ...Key[]] {
  const parsed = config("PROVIDER_CONFIG_ENCRYPTION_KEY")
    .split(",")
    .map((part) => {
      const [id = "", hex = ""] = part.trim().split(":");
      if (!/^\w{1,20}$/.test(id) || !/^[0-9a-f]{64}$/i.test(hex))
        throw new Error("PROVIDER_CONFIG_ENCRYPTION_KEY must be kid:64 hex characters, several by comma.");
      return { id, bytes: Buffer.from(hex, "hex") };
    });
  return parsed as [Key, ...Key[]];
}

/**
 * Encrypts with AES-256-GCM under the newest key; `owner` (tenant id + row id) is bound in as associated data.
 * @returns `v1.<key id>.<iv>.<tag>.<data>`, parts in base64url
 */
export function seal(plain: string, owner: string): string {
  const [key] = keys();
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(owner));
  const data = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return ["v1", key.id, ...[iv, cipher.getAuthTag(), data].map((part) => part.toString("base64url"))].join(".");
}

/** Decrypts what `seal` made for the same owner; throws when the key is gone, the owner differs or a byte was changed. */
export function unseal(sealed: string, owner: string): string {
  const [version, keyId, iv, tag, data] = sealed.split(".");
  const key = keys().find((candidate) => candidate.id === keyId);
  if (version !== "v1" || !iv || !tag || data === undefined) throw new Error("The stored secret has an unknown form.");
  if (!key) throw new Error(`The key ${keyId} of a stored secret is not configured.`);
  const decipher = createDecipheriv("aes-256-gcm", key.bytes, Buffer.from(iv, "base64url"), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(owner));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return decipher.update(Buffer.from(data, "base64url")).toString("utf8") + decipher.final("utf8");
}

/** How everything begins that the newest key encrypted. */
export function newestPrefix(): string {
  return `v1.${keys()[0].id}.`;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Random letters and digits, 5.95 bits each: a secret that survives copying by double click. */
export function randomText(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
}

/** Random digits, zeros in front included: a code that a person types. */
export function randomDigits(count: number): string {
  return Array.from({ length: count }, () => String(randomInt(10))).join("");
}

/** True when two texts are the same, in a time that tells nothing about where they differ. */
export function same(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(one)), Buffer.from(sha256(other)));
}

/** A secret of this installation for one thing: 256 bits that nobody can tell without `AUTH_SECRET`, the same each time. */
export function derive(purpose: string, id: string): string {
  return createHmac("sha256", config("AUTH_SECRET")).update(`${purpose}\0${id}`).digest("base64url");
}

/** SHA-256 as 64 hex characters. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
