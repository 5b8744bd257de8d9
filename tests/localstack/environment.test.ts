import { createPublicKey, sign, verify } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildEnvironment, externalStores, portalEnvironment, withoutSecrets } from "#localstack/environment.ts";
import { defaultPorts } from "#localstack/ports.ts";
import { loadSecrets, type Secrets } from "#localstack/secrets.ts";

const ports = { ...defaultPorts };
let dir: string;
let secrets: Secrets;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "environment-"));
  secrets = loadSecrets(dir);
});

afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

describe("secrets", () => {
  test("are made once, for their owner only, and differ between environments", () => {
    expect(loadSecrets(dir)).toEqual(secrets);
    expect(statSync(join(dir, "secrets.json")).mode & 0o077).toBe(0);
    const other = mkdtempSync(join(tmpdir(), "environment-"));
    expect(loadSecrets(other).AUTH_SECRET).not.toBe(secrets.AUTH_SECRET);
    rmSync(other, { recursive: true });
  });

  test("hold a signing key whose signatures the public set verifies, and the set has no private part", () => {
    const privateKey = { key: JSON.parse(secrets.AUTH_SIGNING_KEY), format: "jwk" as const };
    const { keys } = JSON.parse(secrets.AUTH_VERIFY_KEYS) as { keys: Record<string, string>[] };
    const [publicKey = {}] = keys;
    const signature = sign(null, Buffer.from("token"), privateKey);
    expect(verify(null, Buffer.from("token"), createPublicKey({ key: publicKey, format: "jwk" }), signature)).toBe(
      true,
    );
    expect(publicKey).toMatchObject({ kid: privateKey.key.kid, alg: "EdDSA" });
    expect(publicKey).not.toHaveProperty("d");
  });

  test("have the forms their readers expect", () => {
    expect(secrets.PROVIDER_CONFIG_ENCRYPTION_KEY).toMatch(/^[a-z0-9]+:[0-9a-f]{64}$/);
    expect(secrets.DEMO_PASSWORD).toMatch(/^[a-z]+-[a-z]+-[a-z]+-\d\d$/);
  });
});

describe("the environment", () => {
  test("leads every process to the embedded servers, each database role with its own password", () => {
    const env = buildEnvironment({ ports, secrets, given: {} });
    expect(externalStores({})).toEqual(new Set());
    expect(env).toMatchObject({
      DATABASE_URL: `postgres://app:${secrets.APP_PASSWORD}@127.0.0.1:54329/leadmetrics`,
      PLATFORM_DATABASE_URL: `postgres://platform:${secrets.PLATFORM_PASSWORD}@127.0.0.1:54329/leadmetrics`,
      REDIS_URL: "redis://127.0.0.1:63799",
      MONGODB_URI: `mongodb://audit:${secrets.AUDIT_PASSWORD}@127.0.0.1:27099/leadmetrics`,
      MONGODB_ADMIN_URI: `mongodb://root:${secrets.MONGO_PASSWORD}@127.0.0.1:27099/leadmetrics?authSource=admin`,
      OUTBOUND_ALLOW: "localhost:3007,127.0.0.1:3007,localhost:3009,127.0.0.1:3009",
      STAGE: "local",
    });
  });

  test("uses given servers, and derives the roles from a given superuser", () => {
    const given = {
      DATABASE_URL: "postgres://root:pw@db.test:6000/leads",
      REDIS_URL: "redis://cache.test",
      S3_ENDPOINT: "",
    };
    const env = buildEnvironment({ ports, secrets, given });
    expect(externalStores(given)).toEqual(new Set(["postgres", "redis"]));
    expect(env["DATABASE_URL"]).toBe(`postgres://app:${secrets.APP_PASSWORD}@db.test:6000/leads`);
    expect(env["REDIS_URL"]).toBe("redis://cache.test");
    expect(env["S3_ENDPOINT"]).toBe("http://127.0.0.1:19000");
  });

  test("printed or given to a portal holds no secret, and no process gets the superuser's password", () => {
    const env = buildEnvironment({ ports, secrets, given: { SMTP_URL: "smtp://me:mailsecret@mail.test" } });
    const values = [...Object.values(secrets), "mailsecret"];
    const printed = Object.values(withoutSecrets(env)).join("\n");
    const portal = Object.values(portalEnvironment(env)).join("\n");
    expect(values.filter((value) => printed.includes(value) || portal.includes(value))).toEqual([]);
    expect(Object.values(env).join("\n")).not.toContain(secrets.POSTGRES_PASSWORD);
  });
});
