import { connect, createServer, type Socket } from "node:net";
import { type Document, Long, MongoClient } from "mongodb";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { client, collection, db, failure, url } from "./mongo-client.ts";

const numbered = async (): Promise<boolean> => (await db.command({ hello: 1 }))["setName"] !== undefined;

let sessions: MongoClient;

beforeAll(() => {
  sessions = new MongoClient(url.href);
});

afterAll(() => sessions.close());

/** Runs commands as they are in a session of its own, with the numbers they are given. */
function session(): (command: Document) => Promise<Document> {
  const own = sessions.startSession();
  return (command) => sessions.db(db.databaseName).command(command, { session: own });
}

describe("a numbered write", () => {
  test("that comes again is answered as before and done once", async () => {
    if (!(await numbered())) return;
    const raw = session();
    const command = { insert: "things", documents: [{ _id: 1 }], txnNumber: Long.ONE };
    expect(await raw(command)).toMatchObject({ n: 1, ok: 1 });
    expect(await raw(command)).toMatchObject({ n: 1, ok: 1 });
    expect(await collection().countDocuments()).toBe(1);
  });

  test("of an increment counts once", async () => {
    if (!(await numbered())) return;
    await collection<{ _id: number; n: number }>().insertOne({ _id: 1, n: 1 });
    const updates = [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }];
    const raw = session();
    const command = { update: "things", updates, txnNumber: Long.ONE };
    for (let i = 0; i < 3; i++) expect(await raw(command)).toMatchObject({ n: 1, nModified: 1 });
    expect(await collection().findOne({})).toMatchObject({ n: 2 });
  });

  test("older than the last of its session is refused with code 225", async () => {
    if (!(await numbered())) return;
    const raw = session();
    await raw({ insert: "things", documents: [{ _id: 1 }], txnNumber: Long.fromNumber(5) });
    const late = raw({ insert: "things", documents: [{ _id: 2 }], txnNumber: Long.fromNumber(4) });
    const error = await failure(late);
    expect([error.code, error.codeName]).toEqual([225, "TransactionTooOld"]);
    expect(await collection().countDocuments()).toBe(1);
  });

  test("of many documents is refused with code 72", async () => {
    if (!(await numbered())) return;
    const updates = [{ q: {}, u: { $set: { a: 1 } }, multi: true }];
    const reply = await session()({ update: "things", updates, txnNumber: Long.ONE }).catch((error) => error);
    expect(reply.code ?? reply.writeErrors?.[0]?.code).toBe(72);
  });

  test("on a command that only reads is refused with code 50768", async () => {
    if (!(await numbered())) return;
    const error = await failure(session()({ count: "things", txnNumber: Long.ONE }));
    expect(error.code).toBe(50768);
  });

  test("of a transaction that was never begun is refused with its label", async () => {
    if (!(await numbered())) return;
    const command = { insert: "things", documents: [{ _id: 1 }], txnNumber: Long.ONE, autocommit: false };
    const error = await failure(session()(command));
    expect([error.code, error.codeName]).toEqual([251, "NoSuchTransaction"]);
    expect(error.hasErrorLabel("TransientTransactionError")).toBe(true);
  });
});

test("a write whose answer was lost is repeated by the driver and done once", async () => {
  if (!(await numbered())) return;
  const relay = await lossyRelay();
  const through = new URL(url);
  through.host = relay.host;
  through.searchParams.set("directConnection", "true");
  const lossy = await new MongoClient(through.href, { maxPoolSize: 1 }).connect();
  onTestFinished(() => lossy.close());
  const things = lossy.db(db.databaseName).collection<{ _id: string; n: number }>("things");
  await things.insertOne({ _id: "a", n: 0 });
  for (let i = 0; i < 5; i++) {
    relay.loseNext();
    const { modifiedCount } = await things.updateOne({ _id: "a" }, { $inc: { n: 1 } });
    expect(modifiedCount).toBe(1);
  }
  expect(await client.db(db.databaseName).collection("things").findOne({})).toMatchObject({ n: 5 });
  expect(relay.lost()).toBe(5);
});

/** Passes bytes on to the server, and on demand drops the answer to the next write with its connection. */
async function lossyRelay(): Promise<{ host: string; loseNext(): void; lost(): number }> {
  let armed = false;
  let lost = 0;
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(Number(url.port || 27017), url.hostname);
    let losing = false;
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on("error", () => socket.destroy());
    near.on("data", (bytes) => {
      if (armed && bytes.includes("txnNumber")) {
        armed = false;
        losing = true;
      }
      far.write(bytes);
    });
    far.on("data", (bytes) => {
      if (!losing) return void near.write(bytes);
      lost++;
      near.destroy();
      far.destroy();
    });
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    host: `127.0.0.1:${port}`,
    loseNext: () => {
      armed = true;
    },
    lost: () => lost,
  };
}
