import { generateKeyPairSync, type JsonWebKey, randomBytes, randomInt } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const generators = {
  POSTGRES_PASSWORD: password,
  MIGRATOR_PASSWORD: password,
  APP_PASSWORD: password,
  PLATFORM_PASSWORD: password,
  AUTH_PASSWORD: password,
  MONGO_PASSWORD: password,
  AUDIT_PASSWORD: password,
  TYPESENSE_API_KEY: password,
  QDRANT_API_KEY: password,
  S3_ACCESS_KEY_ID: (owner: string) => `${owner}-${randomBytes(8).toString("hex")}`,
  S3_SECRET_ACCESS_KEY: password,
  AUTH_SECRET: password,
  AUTH_SIGNING_KEY: signingKey,
  PROVIDER_CONFIG_ENCRYPTION_KEY: (owner: string) => `${owner}1:${randomBytes(32).toString("hex")}`,
  CURSOR_SECRET: password,
  AUDIT_SIGNING_KEY: signingKey,
  SIMULATOR_WORDPRESS_PASSWORD: password,
  DEMO_PASSWORD: readablePassword,
};

type GeneratedName = keyof typeof generators;

/**
 * Secrets of one local environment. The `*_KEY` values that hold keys are JSON: private Ed25519 keys as JWK with `kid`,
 * `AUTH_VERIFY_KEYS` the public set that belongs to `AUTH_SIGNING_KEY`.
 */
export type Secrets = Record<GeneratedName | "AUTH_VERIFY_KEYS", string>;

const generatedNames = Object.keys(generators) as GeneratedName[];

/** Names whose values must never be printed. */
export const secretNames: readonly string[] = [...generatedNames, "AUTH_VERIFY_KEYS"];

/** Reads the secrets of an environment; what is missing is generated once and kept in `<dir>/secrets.json` (owner only). */
export function loadSecrets(dir: string): Secrets {
  const path = join(dir, "secrets.json");
  const kept = readKept(path);
  const generated: Partial<Secrets> = {};
  for (const name of generatedNames) generated[name] = kept[name] ?? generators[name]("local");
  const secrets = generated as Record<GeneratedName, string>;
  if (generatedNames.some((name) => kept[name] === undefined)) {
    mkdirSync(dir, { recursive: true });
    writeFileSync(`${path}.draft`, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.draft`, path);
  }
  return withVerifyKeys(secrets);
}

/** All of them anew, for an environment whose name becomes part of the keys' ids; nothing is kept. */
export function freshSecrets(environment: string): Secrets {
  const owner = environment.replaceAll("-", "_");
  const made = generatedNames.map((name) => [name, generators[name](owner)] as const);
  return withVerifyKeys(Object.fromEntries(made) as Record<GeneratedName, string>);
}

const withVerifyKeys = (secrets: Record<GeneratedName, string>): Secrets => {
  return { ...secrets, AUTH_VERIFY_KEYS: JSON.stringify({ keys: publicKeys(secrets.AUTH_SIGNING_KEY) }) };
};

function readKept(path: string): Partial<Record<GeneratedName, string>> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return {};
  }
  try {
    return JSON.parse(text) as Partial<Record<GeneratedName, string>>;
  } catch (error) {
    throw new Error(`${path} is not readable JSON. Restore it, or run npm run db:reset.`, { cause: error });
  }
}

function password(): string {
  return randomBytes(24).toString("hex");
}

function signingKey(owner: string): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  const kid = `${owner}-${randomBytes(6).toString("hex")}`;
  return JSON.stringify({ ...privateKey.export({ format: "jwk" }), kid, alg: "EdDSA", use: "sig" });
}

// One private key, or a set of them while one follows another.
function publicKeys(signing: string): JsonWebKey[] {
  const parsed = JSON.parse(signing) as JsonWebKey | { keys: JsonWebKey[] };
  const keys = "keys" in parsed ? (parsed as { keys: JsonWebKey[] }).keys : [parsed];
  return keys.map(({ d: _private, ...open }) => open);
}

const words = (
  "amber anchor apple arrow basil beacon birch bridge canyon cedar cello cherry cliff clover cobalt comet copper coral " +
  "cotton crane delta ember fable falcon fern garden ginger glacier harbor hazel indigo island ivory jasmine juniper lantern " +
  "lemon linen lotus maple marble meadow mint nectar oasis olive orchid otter pebble pepper pine planet plum prairie quartz " +
  "raven river saffron sage sierra silver sparrow spruce summit tango thistle tulip tundra velvet violet walnut willow winter"
).split(" ");

function readablePassword(): string {
  const word = (): string => words[randomInt(words.length)] ?? "amber";
  return `${word()}-${word()}-${word()}-${randomInt(10, 100)}`;
}
