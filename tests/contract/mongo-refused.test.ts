import { connect } from "node:net";
import { BSON, type Document } from "mongodb";
import { describe, expect, onTestFinished, test } from "vitest";
import { client, collection, db, failure, given, url } from "./mongo-client.ts";

describe("every server refuses", () => {
  test("an unknown command with code 59", async () => {
    const error = await failure(db.command({ conjure: 1 }));
    expect([error.code, error.codeName, error.message]).toEqual([59, "CommandNotFound", "no such command: 'conjure'"]);
  });

  test("an option no command has with code 40415", async () => {
    const error = await failure(db.command({ find: "things", conjure: 1 }));
    expect([error.code, error.message]).toEqual([40415, "BSON field 'find.conjure' is an unknown field."]);
  });

  test("a tail on a collection that has no end with code 2", async () => {
    await collection().insertOne({ a: 1 });
    expect((await failure(db.command({ find: "things", tailable: true }))).code).toBe(2);
  });

  test("an old message that is no greeting, without closing the door to a new one", async () => {
    const reply = await oldQuery(`${db.databaseName}.$cmd`, { find: "things" });
    expect(reply).toMatchObject({ ok: 0, code: 352, codeName: "UnsupportedOpQueryCommand" });
  });

  test("an old message that is a greeting is answered", async () => {
    expect(await oldQuery("admin.$cmd", { isMaster: 1, helloOk: true })).toMatchObject({ ok: 1, helloOk: true });
  });
});

describe.runIf(!given)("the emulator refuses what it leaves to a real server", () => {
  test.each<[string, Document, number, string]>([
    ["a capped collection", { create: "c", capped: true, size: 1_000 }, 115, "CommandNotSupported"],
    ["a view", { create: "c", viewOn: "things", pipeline: [] }, 115, "CommandNotSupported"],
    ["a collation", { find: "things", collation: { locale: "de" } }, 40415, "Location40415"],
    [
      "a text index",
      { createIndexes: "things", indexes: [{ key: { a: "text" }, name: "t" }] },
      67,
      "CannotCreateIndex",
    ],
    [
      "a place index",
      { createIndexes: "things", indexes: [{ key: { a: "2dsphere" }, name: "g" }] },
      67,
      "CannotCreateIndex",
    ],
    [
      "a wildcard index",
      { createIndexes: "things", indexes: [{ key: { "$**": 1 }, name: "w" }] },
      67,
      "CannotCreateIndex",
    ],
    [
      "a hidden index",
      { createIndexes: "things", indexes: [{ key: { a: 1 }, name: "h", hidden: true }] },
      197,
      "InvalidIndexSpecificationOption",
    ],
    ["JavaScript", { find: "things", filter: { $where: "true" } }, 2, "BadValue"],
    ["a text search", { find: "things", filter: { $text: { $search: "a" } } }, 27, "IndexNotFound"],
    ["a place search", { find: "things", filter: { a: { $near: [0, 0] } } }, 238, "NotImplemented"],
    ["a change stream", { aggregate: "things", pipeline: [{ $changeStream: {} }], cursor: {} }, 40324, "Location40324"],
    [
      "a result written elsewhere",
      { aggregate: "things", pipeline: [{ $out: "o" }], cursor: {} },
      40324,
      "Location40324",
    ],
    [
      "a stage of the whole database",
      { aggregate: 1, pipeline: [{ $currentOp: {} }], cursor: {} },
      40324,
      "Location40324",
    ],
    ["a search of Atlas", { aggregate: "things", pipeline: [{ $search: {} }], cursor: {} }, 6047401, "Location6047401"],
    ["its vectors", { aggregate: "things", pipeline: [{ $vectorSearch: {} }], cursor: {} }, 6047401, "Location6047401"],
    [
      "its list of indexes",
      { aggregate: "things", pipeline: [{ $listSearchIndexes: {} }], cursor: {} },
      6047401,
      "Location6047401",
    ],
    ["unchecked writes", { insert: "things", documents: [{}], bypassDocumentValidation: true }, 40415, "Location40415"],
    ["a merge", { aggregate: "things", pipeline: [{ $merge: "o" }], cursor: {} }, 40324, "Location40324"],
    ["map and reduce", { mapReduce: "things", map: "", reduce: "", out: "o" }, 59, "CommandNotFound"],
    ["a renaming", { renameCollection: "a.b", to: "a.c" }, 59, "CommandNotFound"],
    ["a positional projection", { find: "things", filter: { a: 1 }, projection: { "a.$": 1 } }, 238, "NotImplemented"],
    ["a hint of the planner", { find: "things", min: { a: 1 }, max: { a: 2 } }, 40415, "Location40415"],
  ])("%s", async (_what, command, code, codeName) => {
    await collection().insertOne({ a: 1 });
    const error = await failure(db.command(command));
    expect([error.code, error.codeName]).toEqual([code, codeName]);
  });

  test("a transaction, and nothing of it is done", async () => {
    const session = client.startSession();
    onTestFinished(() => session.endSession());
    session.startTransaction();
    const error = await failure(collection().insertOne({ a: 1 }, { session }));
    expect([error.code, error.codeName]).toEqual([263, "OperationNotSupportedInTransaction"]);
    await session.abortTransaction().catch(() => undefined);
    expect(await collection().countDocuments()).toBe(0);
  });

  test("sums over numbers its calculator would round", async () => {
    await collection().insertOne({ v: BSON.Decimal128.fromString("0.1") });
    const error = await failure(
      collection()
        .aggregate([{ $group: { _id: null, sum: { $sum: "$v" } } }])
        .toArray(),
    );
    expect([error.code, error.codeName]).toEqual([238, "NotImplemented"]);
  });
});

/** One command in the message of servers before 3.6, answered in theirs. */
async function oldQuery(ns: string, command: Document): Promise<Document> {
  const socket = connect(Number(url.port || 27017), url.hostname);
  onTestFinished(() => void socket.destroy());
  const body = Buffer.from(BSON.serialize(command));
  const head = Buffer.alloc(16 + 4 + ns.length + 1 + 8);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(2004, 12);
  head.write(ns, 20);
  head.writeInt32LE(-1, head.length - 4);
  socket.write(Buffer.concat([head, body]));
  const reply = await new Promise<Buffer>((resolve, reject) => {
    socket.once("data", resolve);
    socket.once("error", reject);
  });
  return BSON.deserialize(reply.subarray(36));
}
