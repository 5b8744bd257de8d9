import { type Db, MongoClient, type MongoClientOptions } from "mongodb";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { auditCollection } from "#schema/audit-store.ts";
import { addressOf, db, entry, failure, given, url } from "./mongo-client.ts";

const someone = { user: "writer", password: "p@ss:w/rd, =é" };
const locked = !given || new URL(given).username !== "";

/** A client of its own with these credentials, or none. */
function connectAs(
  user?: { user: string; password: string },
  source?: string,
  options: MongoClientOptions = {},
): MongoClient {
  const own = new MongoClient(addressOf(url.href, user, source), { serverSelectionTimeoutMS: 5_000, ...options });
  onTestFinished(() => own.close());
  return own;
}

const find = (as: MongoClient) => as.db(db.databaseName).collection("things").findOne({});

afterEach(async () => {
  await db.command({ dropUser: someone.user }).catch(() => undefined);
  await db.command({ dropRole: "auditWriter" }).catch(() => undefined);
});

describe.runIf(locked)("a login", () => {
  test("is needed by everything but the greeting", async () => {
    const stranger = connectAs();
    const error = await failure(find(stranger));
    expect([error.code, error.codeName]).toEqual([13, "Unauthorized"]);
    expect(error.message).toMatch(/find requires authentication/);
    expect((await failure(stranger.db("x").collection("y").insertOne({}))).code).toBe(13);
    expect((await failure(stranger.db("x").admin().listDatabases())).code).toBe(13);
    expect(await stranger.db("admin").command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect(await stranger.db("admin").command({ hello: 1 })).toMatchObject({ ok: 1, isWritablePrimary: true });
  });

  test("with a wrong password is refused with code 18", async () => {
    const error = await failure(find(connectAs({ user: "root", password: "wrong" })));
    expect([error.code, error.codeName, error.message]).toEqual([18, "AuthenticationFailed", "Authentication failed."]);
  });

  test("of an unknown user is refused in the same words", async () => {
    const error = await failure(find(connectAs({ user: "nobody", password: "wrong" })));
    expect([error.code, error.message]).toEqual([18, "Authentication failed."]);
  });

  test("of a user kept in another database is refused", async () => {
    await db.command({ createUser: someone.user, pwd: someone.password, roles: ["readWrite"] });
    expect((await failure(find(connectAs(someone, "admin")))).code).toBe(18);
    expect(await find(connectAs(someone, db.databaseName))).toBeNull();
  });

  test("names who is logged in", async () => {
    await db.command({ createUser: someone.user, pwd: someone.password, roles: ["read"] });
    const { authInfo } = await connectAs(someone, db.databaseName).db("admin").command({ connectionStatus: 1 });
    expect(authInfo.authenticatedUsers).toEqual([{ user: someone.user, db: db.databaseName }]);
    expect(authInfo.authenticatedUserRoles).toEqual([{ role: "read", db: db.databaseName }]);
  });

  test("asks for SCRAM-SHA-256 when told to, and refuses what is not SCRAM", async () => {
    await db.command({
      createUser: someone.user,
      pwd: someone.password,
      roles: ["read"],
      mechanisms: ["SCRAM-SHA-256"],
    });
    expect(await find(connectAs(someone, db.databaseName, { authMechanism: "SCRAM-SHA-256" }))).toBeNull();
    const older = connectAs(someone, db.databaseName, { authMechanism: "SCRAM-SHA-1" });
    expect((await failure(find(older))).code).toBe(18);
    const plain = connectAs(someone, db.databaseName, { authMechanism: "PLAIN" });
    expect([334, 18]).toContain((await failure(find(plain))).code);
  });

  test("ends with its user, and a new password ends the old", async () => {
    await db.command({ createUser: someone.user, pwd: "first", roles: ["read"] });
    await db.command({ updateUser: someone.user, pwd: someone.password });
    expect((await failure(find(connectAs({ user: someone.user, password: "first" }, db.databaseName)))).code).toBe(18);
    expect(await find(connectAs(someone, db.databaseName))).toBeNull();
    await db.command({ dropUser: someone.user });
    expect((await failure(find(connectAs(someone, db.databaseName)))).code).toBe(18);
  });
});

describe("users and roles", () => {
  test("are made once and listed without what they know", async () => {
    const command = { createUser: someone.user, pwd: someone.password, roles: ["read"] };
    await db.command(command);
    expect((await failure(db.command(command))).code).toBe(51003);
    const { users } = await db.command({ usersInfo: someone.user });
    expect(users).toMatchObject([{ user: someone.user, roles: [{ role: "read", db: db.databaseName }] }]);
    expect(users[0].credentials).toBeUndefined();
  });

  test.each([
    ["an unknown role", { createUser: "x", pwd: "p", roles: ["sorcerer"] }, 31],
    ["no roles at all", { createUser: "x", pwd: "p" }, 40414],
    ["an unknown user", { dropUser: "nobody" }, 11],
    ["an unknown role to drop", { dropRole: "nothing" }, 31],
  ])("%s is refused", async (_what, command, code) => {
    expect((await failure(db.command(command))).code).toBe(code);
  });
});

describe.runIf(locked)("an append-only collection", () => {
  let writer: Db;

  beforeEach(async () => {
    const name = db.databaseName;
    const here = (collection: string) => ({ db: name, collection });
    await db.command({
      createRole: "auditWriter",
      privileges: [
        {
          resource: here(auditCollection),
          actions: ["find", "insert", "createCollection", "collMod", "createIndex", "listIndexes"],
        },
        { resource: here(""), actions: ["listCollections"] },
      ],
      roles: [],
    });
    await db.command({ createUser: someone.user, pwd: someone.password, roles: ["auditWriter"] });
    writer = connectAs(someone, name).db(name);
    await writer.createCollection(auditCollection, { validator: { tenantId: { $type: "string" } } });
    await writer.collection(auditCollection).createIndex({ tenantId: 1, seq: 1 }, { unique: true });
    await writer.collection(auditCollection).insertMany([entry("t1", 1), entry("t1", 2)] as object[]);
  });

  test("is written and read by who appends to it", async () => {
    expect(await writer.collection(auditCollection).find().sort({ seq: 1 }).toArray()).toEqual([
      entry("t1", 1),
      entry("t1", 2),
    ]);
    expect(await writer.collection(auditCollection).countDocuments()).toBe(2);
    await writer.command({ collMod: auditCollection, validator: {} });
  });

  test.each<[string, (log: ReturnType<Db["collection"]>) => Promise<unknown>]>([
    ["update", (log) => log.updateOne({}, { $set: { action: "x" } })],
    ["upsert", (log) => log.updateOne({ seq: 9 }, { $set: { action: "x" } }, { upsert: true })],
    ["replacement", (log) => log.replaceOne({}, { tenantId: "t1" })],
    ["delete", (log) => log.deleteMany({})],
    ["findAndModify", (log) => log.findOneAndUpdate({}, { $set: { action: "x" } })],
    ["findAndModify that removes", (log) => log.findOneAndDelete({})],
    ["drop", (log) => log.drop()],
    ["dropped index", (log) => log.dropIndex("tenantId_1_seq_1")],
  ])("refuses every %s with code 13 and stays as it was", async (_what, work) => {
    const error = await failure(work(writer.collection(auditCollection)));
    expect([error.code, error.codeName]).toEqual([13, "Unauthorized"]);
    expect(error.message).toContain(`not authorized on ${db.databaseName} to execute command {`);
    expect(await db.collection(auditCollection).countDocuments()).toBe(2);
    expect(await db.collection(auditCollection).indexes()).toHaveLength(2);
  });

  test("is no way into the rest of the server", async () => {
    expect((await failure(writer.collection("other").findOne({}))).code).toBe(13);
    expect((await failure(writer.dropDatabase())).code).toBe(13);
    expect((await failure(writer.command({ createUser: "x", pwd: "p", roles: [] }))).code).toBe(13);
    expect((await failure(writer.client.db("admin").collection("system.users").findOne({}))).code).toBe(13);
  });
});
