import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { afterAll, afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { startMongo } from "#localstack/services/mongo.ts";
import type { Service } from "#localstack/services/serve.ts";
import { prepare } from "#platform/audit-build.ts";
import { genesisHash } from "#schema/audit.ts";
import { auditIndexes } from "#schema/audit-store.ts";
import { attemptsOn } from "#tests/support/audit-attempts.ts";

// A server as its container begins: a root login, and nothing else.
const root = { user: "root", password: "r@ot" };
const folder = mkdtempSync(join(tmpdir(), "audit-login-"));
const entry = {
  v: 1,
  tenantId: "ten_1",
  seq: 1,
  at: "2026-01-01T00:00:00.000Z",
  action: "audit.verified",
  actor: { kind: "system", id: "release", name: "release", via: "job" },
  subject: { type: "chain", id: "ten_1", label: "ten_1" },
  change: { before: {}, after: {}, fields: [] },
  request: { surface: "test", requestId: "req_1" },
  outboxId: "obx_1",
  prevHash: genesisHash,
  hash: "0".repeat(64),
};
let server: Service;
let adminUri: string;
let admin: MongoClient;
let number = 0;

beforeEach(async () => {
  server = await startMongo({ port: 0, dataDir: join(folder, String(number++)), root });
  adminUri = uriOf(root, "?authSource=admin");
  admin = clientOf(adminUri);
});
afterEach(() => server.stop());
afterAll(() => rmSync(folder, { recursive: true }));

function uriOf({ user, password }: typeof root, options = ""): string {
  return server.url.replace("://", `://${user}:${encodeURIComponent(password)}@`).concat("/leadmetrics", options);
}

function clientOf(address: string): MongoClient {
  const client = new MongoClient(address);
  onTestFinished(() => client.close());
  return client;
}

const productUri = (password: string, options?: string) => uriOf({ user: "audit", password }, options);
const logOf = (uri: string) => clientOf(uri).db().collection("audit_logs");

test("a new server gets the login of the product, which appends and reads, and can do nothing else", async () => {
  const uri = productUri("p@ss");
  expect(await prepare(adminUri, uri)).toBeUndefined();
  await logOf(uri).insertOne({ _id: "aud_1" as never, ...entry });
  for (const attempt of attemptsOn(clientOf(uri), entry.tenantId))
    await expect(attempt(), String(attempt)).rejects.toMatchObject({ code: 13 });
  expect(await logOf(uri).find().toArray()).toEqual([{ _id: "aud_1", ...entry }]);
});

test("a rotated password is the one that works, and rights that somebody added are gone", async () => {
  const [before, uri] = [productUri("first"), productUri("second")];
  await prepare(adminUri, before);
  await admin.db().command({ updateUser: "audit", roles: ["auditAppender", "dbOwner"] });
  await prepare(adminUri, uri);
  await expect(logOf(before).findOne()).rejects.toMatchObject({ code: 18 });
  await expect(logOf(uri).drop()).rejects.toMatchObject({ code: 13 });
  expect(await logOf(uri).countDocuments()).toBe(0);
});

test("the administrator's login stays what it is, however the product's URI writes it", async () => {
  expect(await prepare(adminUri, uriOf(root, "?authSource=admin&retryWrites=false"))).toBeUndefined();
  expect(await admin.db("admin").command({ usersInfo: "root" })).toMatchObject({
    users: [{ roles: [{ role: "root", db: "admin" }] }],
  });
});

test.each([
  ["kept in its database", ""],
  ["kept in admin", "?authSource=admin"],
])("a login %s sees the log in its own database, whichever the administrator's URI names", async (_where, options) => {
  const uri = productUri("p@ss", options);
  await prepare(adminUri.replace("/leadmetrics", "/"), uri);
  expect(await logOf(uri).indexes()).toHaveLength(auditIndexes.length + 1);
});

test("where the administrator may not make logins, one that is there is used, and it is said; else the remedy is", async () => {
  await admin.db().command({ createUser: "tender", pwd: "pw", roles: ["readWrite", "dbAdmin"] });
  const [tender, uri] = [uriOf({ user: "tender", password: "pw" }), productUri("p@ss")];
  const rights = "it needs find, insert, listIndexes on leadmetrics.audit_logs, and must have nothing else.";
  const refused = "MONGODB_ADMIN_URI may not make logins (Unauthorized).";
  await expect(prepare(tender, uri)).rejects.toThrow(
    `MONGODB_URI cannot read the audit log (Authentication failed.). ${refused} Make its login at the server, with the password of the URI: ${rights}`,
  );
  await admin.db().command({ createUser: "audit", pwd: "p@ss", roles: ["readWrite"] });
  expect(await prepare(tender, uri)).toBe(`${refused} The one of MONGODB_URI is used as it is: ${rights}`);
});
