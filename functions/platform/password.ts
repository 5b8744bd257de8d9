import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(argon2);
// OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. It runs on the thread pool, off the event loop.
const cost = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 };
const form = /^argon2id\$([\w-]{22})\$([\w-]{43})$/;

/** Argon2id hash of a password, in the form `argon2id$<salt>$<tag>`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive("argon2id", { message: password, nonce, ...cost });
  return `argon2id$${nonce.toString("base64url")}$${tag.toString("base64url")}`;
}

/** True when the password belongs to the hash; what is no hash of ours belongs to none. */
export async function verifyPassword(input: { hash: string; password: string }): Promise<boolean> {
  const [, salt, tag] = form.exec(input.hash) ?? [];
  if (salt === undefined || tag === undefined) return false;
  const wanted = Buffer.from(tag, "base64url");
  const given = await derive("argon2id", { message: input.password, nonce: Buffer.from(salt, "base64url"), ...cost });
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

/** A salt for `hashUnder`. */
export function newSalt(): string {
  return randomBytes(16).toString("base64url");
}

/** Argon2id of a secret under a given salt, as `<salt>$<tag>`: for a short list of secrets of one person, found by one derivation. */
export async function hashUnder(salt: string, secret: string): Promise<string> {
  const tag = await derive("argon2id", { message: secret, nonce: Buffer.from(salt, "base64url"), ...cost });
  return `${salt}$${tag.toString("base64url")}`;
}

/** Takes as long as checking a password. For addresses that nobody has, so that the time tells nothing. */
export async function verifyNothing(password: string): Promise<false> {
  await hashPassword(password);
  return false;
}

let known: Promise<ReadonlySet<string>> | undefined;

/** True when the password is on the list of known ones (some 49,000, shipped with the product), whatever its capitals. */
export async function isCommon(password: string): Promise<boolean> {
  known ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) =>
      new Set((dictionary["passwords-common"] as readonly string[]).map((word) => word.toLowerCase())),
  );
  return (await known).has(password.toLowerCase());
}
