import { spawnSync } from "node:child_process";
import { createCipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "#localstack/paths.ts";
import { linkName } from "#schema/link.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "config-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reading = `
  import { config } from "#platform/config.ts";
  const told = process.env.ASKED.split(",").map((key) => {
    try { return config(key) ?? null; } catch (error) { return error.message; }
  });
  process.stdout.write(JSON.stringify(told));`;

/** What a process with this environment and no other reads as configuration: links are read once in a process. */
function read(keys: readonly string[], env: Record<string, string>): unknown {
  const args = ["--input-type=module", "--eval", reading];
  const ended = spawnSync(process.execPath, args, { cwd: root, env: { ...env, ASKED: keys.join(",") } });
  if (ended.status !== 0) throw new Error(ended.stderr.toString());
  return JSON.parse(ended.stdout.toString());
}

/** Links as SST deploys them with a function: one file, AES-256-GCM, a nonce of zeros, the tag at the end. */
function sealed(links: object, key: Buffer): string {
  const file = join(folder, `${randomBytes(4).toString("hex")}.enc`);
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12));
  const text = Buffer.concat([cipher.update(JSON.stringify(links)), cipher.final()]);
  writeFileSync(file, Buffer.concat([text, cipher.getAuthTag()]));
  return file;
}

const secret = randomBytes(32).toString("hex");
const app = { name: "leadmetrics", stage: "test" };

test("a link has the name of its value in capitalised words", () => {
  const keys = ["DATABASE_URL", "AUTH_SECRET", "S3_BUCKET"];
  expect(keys.map(linkName)).toEqual(["DatabaseUrl", "AuthSecret", "S3Bucket"]);
});

test("a value comes from the environment, else from the link of its name, else it is the default", () => {
  const env = {
    REDIS_URL: "redis://of-the-environment",
    SST_RESOURCE_App: JSON.stringify(app),
    SST_RESOURCE_RedisUrl: JSON.stringify({ value: "redis://of-the-link", type: "sst.sst.Secret" }),
    SST_RESOURCE_AuthSecret: JSON.stringify({ value: secret }),
  };
  const asked = ["REDIS_URL", "AUTH_SECRET", "STAGE", "QDRANT_API_KEY"];
  expect(read(asked, env)).toEqual(["redis://of-the-environment", secret, "local", null]);
});

test("links are read from the file that SST deploys with a function", () => {
  const key = randomBytes(32);
  const file = sealed({ App: app, AuthSecret: { value: secret }, DatabasePool: { value: "1" } }, key);
  const env = { SST_KEY: key.toString("base64"), SST_KEY_FILE: file };
  expect(read(["AUTH_SECRET", "DATABASE_POOL"], env)).toEqual([secret, 1]);
});

test("what is nowhere, or not what it should be, is named with the remedy and without its value", () => {
  const links = { SST_RESOURCE_App: JSON.stringify(app), SST_RESOURCE_AuthSecret: JSON.stringify({ value: "short" }) };
  const remedy = "npm start sets it as an environment variable; on AWS its stack does, or links it as";
  const missing = `The configuration value DATABASE_URL is missing. ${remedy} DatabaseUrl.`;
  expect(read(["DATABASE_URL"], {})).toEqual([missing]);
  const [told, malformed] = read(["DATABASE_URL", "AUTH_SECRET"], links) as [string, string];
  expect(told).toBe(missing);
  expect(malformed).toMatch(/^The configuration value AUTH_SECRET is malformed: .*32/);
  expect(malformed).not.toContain("short");
});

test("links are looked at only for what is missing, and say so when they cannot be read", () => {
  const env = {
    SST_KEY: randomBytes(32).toString("base64"),
    SST_KEY_FILE: sealed({ AuthSecret: { value: secret } }, randomBytes(32)),
    DATABASE_URL: "postgres://here",
  };
  const [url, told] = read(["DATABASE_URL", "AUTH_SECRET"], env) as [string, string];
  expect(url).toBe("postgres://here");
  expect(told).toMatch(/^The links, looked at for AuthSecret, cannot be read: .* links it as AuthSecret\.$/);
});
