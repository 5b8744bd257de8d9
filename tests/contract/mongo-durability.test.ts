import { cpSync, statSync } from "node:fs";
import { join } from "node:path";
import { Long, MongoClient } from "mongodb";
import { describe, expect, onTestFinished, test } from "vitest";
import { type MongoOptions, startMongo } from "#localstack/services/mongo.ts";
import { startOnTakenPort, tearTail, tempDir } from "./emulator.ts";
import { addressOf, entry, failure, given, root } from "./mongo-client.ts";

const journalOf = (dataDir: string) => join(dataDir, "mongo.journal");

async function start(dataDir: string, user?: MongoOptions["root"]): Promise<{ url: string; stop(): Promise<void> }> {
  const service = await startMongo({ port: 0, dataDir, root: user });
  let running = true;
  const stop = async (): Promise<void> => {
    if (running) await service.stop();
    running = false;
  };
  onTestFinished(stop);
  return { url: service.url, stop };
}

async function connect(url: string, user?: { user: string; password: string }): Promise<MongoClient> {
  const client = new MongoClient(addressOf(url, user), { serverSelectionTimeoutMS: 10_000 });
  onTestFinished(() => client.close());
  return await client.connect();
}

/** The files as a kill at this moment would leave them. */
function asKilled(dataDir: string): string {
  const copy = tempDir();
  cpSync(dataDir, copy, { recursive: true });
  return copy;
}

describe.runIf(!given)("the embedded server", () => {
  test("keeps documents, indexes, schemas and lifetimes over a kill and a torn last record", async () => {
    const dataDir = tempDir();
    const log = (await connect((await start(dataDir)).url)).db("audit");
    await log.createCollection("audit_logs", { validator: { seq: { $gt: 0 } } });
    await log.collection("audit_logs").createIndex({ tenantId: 1, seq: 1 }, { unique: true });
    await log.collection("audit_logs").createIndex({ at: 1 }, { expireAfterSeconds: 1_000_000_000 });
    await log.collection("audit_logs").insertMany([1, 2, 3].map((seq) => entry("t1", seq)) as object[]);
    await log.collection("audit_logs").deleteOne({ seq: 2 });
    const left = asKilled(dataDir);
    tearTail(journalOf(left));

    const again = (await connect((await start(left)).url)).db("audit").collection("audit_logs");
    expect(await again.find().sort({ seq: 1 }).toArray()).toEqual([entry("t1", 1), entry("t1", 3)]);
    expect((await again.indexes()).map((index) => [index.name, index["expireAfterSeconds"]])).toEqual([
      ["_id_", undefined],
      ["tenantId_1_seq_1", undefined],
      ["at_1", 1_000_000_000],
    ]);
    expect((await failure(again.insertOne(entry("t1", 3, { _id: "x" }) as object))).code).toBe(11000);
    expect((await failure(again.insertOne(entry("t1", 0) as object))).code).toBe(121);
  });

  test("knows after a kill what it answered to a numbered write", async () => {
    const dataDir = tempDir();
    const client = await connect((await start(dataDir)).url);
    const things = client.db("d").collection<{ _id: number; n: number }>("things");
    await things.insertOne({ _id: 1, n: 0 });
    const updates = [{ q: {}, u: { $inc: { n: 1 } } }];
    const command = { update: "things", updates, txnNumber: Long.fromNumber(1_000) };
    const session = client.startSession();
    await client.db("d").command({ ...command }, { session });

    const later = await connect((await start(asKilled(dataDir))).url);
    const same = later.startSession();
    Object.assign(same.id ?? {}, session.id);
    expect(await later.db("d").command({ ...command }, { session: same })).toMatchObject({ n: 1, nModified: 1 });
    expect(await later.db("d").collection("things").findOne({})).toMatchObject({ n: 1 });
  });

  test("grows no further than its data: what was replaced is gone from the file at the next start", async () => {
    const dataDir = tempDir();
    const first = await start(dataDir);
    const things = (await connect(first.url)).db("d").collection<{ _id: number; text: string }>("things");
    const text = "x".repeat(600_000);
    for (let i = 0; i < 9; i++) await things.replaceOne({ _id: 1 }, { text: `${i}${text}` }, { upsert: true });
    await first.stop();
    const before = statSync(journalOf(dataDir)).size;
    const second = await start(dataDir);
    expect(statSync(journalOf(dataDir)).size).toBeLessThan(before / 5);
    const kept = (await connect(second.url)).db("d").collection<{ _id: number; text: string }>("things");
    expect(await kept.find().toArray()).toEqual([{ _id: 1, text: `8${text}` }]);
  });

  test("asks for a login once it has a root user, whose password may change between starts", async () => {
    const dataDir = tempDir();
    const first = await start(dataDir, { user: root.user, password: "one" });
    const admin = (await connect(first.url, { user: root.user, password: "one" })).db("admin");
    await admin.command({ createUser: "app", pwd: "app", roles: ["readWriteAnyDatabase"] });

    const second = await start(asKilled(dataDir), { user: root.user, password: "two" });
    expect((await failure(connect(second.url, { user: root.user, password: "one" }))).code).toBe(18);
    await connect(second.url, { user: root.user, password: "two" });
    const app = await connect(second.url, { user: "app", password: "app" });
    await app.db("d").collection("things").insertOne({ a: 1 });
    expect((await failure(app.db("d").command({ createUser: "x", pwd: "x", roles: [] }))).code).toBe(13);
  });

  test("says in one clear sentence that its port is taken, and ends with exit code 1", async () => {
    const { code, stderr } = await startOnTakenPort("mongo");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^mongo cannot start: port \d+ on 127\.0\.0\.1 is already in use\.\n$/);
  });
});
