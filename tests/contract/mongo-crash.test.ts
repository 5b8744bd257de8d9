import { MongoClient } from "mongodb";
import { expect, test } from "vitest";
import { crashRounds, surviveCrashes } from "./crash.ts";
import { given } from "./mongo-client.ts";

interface Logged {
  _id: string;
  writer: number;
  seq: number;
}

interface Counter {
  _id: number;
  n: number;
}

/** What one writer was acknowledged; the batch or the step under way at a kill has happened wholly, in part or not at all. */
interface Acknowledged {
  logged: number;
  counted: number;
}

const batch = 3;

const logOf = (client: MongoClient) => client.db("audit").collection<Logged>("log");
const countersOf = (client: MongoClient) => client.db("audit").collection<Counter>("counters");

async function connected<T>(url: string, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 20_000 });
  // Nobody waits for a server that was killed to come back.
  client.once("connectionPoolCleared", () => void client.close());
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

test.runIf(!given)(
  `nothing acknowledged is lost when the server is killed while it writes (${crashRounds} times)`,
  { timeout: 60_000 + crashRounds * 10_000 },
  async () => {
    const writers: Acknowledged[] = [0, 1, 2].map(() => ({ logged: 0, counted: 0 }));

    const append = async (client: MongoClient, writer: number, known: Acknowledged): Promise<void> => {
      const numbers = Array.from({ length: batch }, (_, i) => known.logged + i + 1);
      await logOf(client).insertMany(numbers.map((seq) => ({ _id: `${writer}-${seq}`, writer, seq })));
      known.logged += batch;
      await countersOf(client).updateOne({ _id: writer }, { $inc: { n: 1 } }, { upsert: true });
      known.counted++;
    };

    const appendForEver = async (work: () => Promise<void>, acknowledged: () => void): Promise<never> => {
      for (;;) {
        await work();
        acknowledged();
      }
    };

    await surviveCrashes({
      name: "mongo",
      write: (url, acknowledged) =>
        connected(url, (client) =>
          Promise.allSettled(
            writers.map((known, writer) => appendForEver(() => append(client, writer, known), acknowledged)),
          ),
        ),
      verify: (url) =>
        connected(url, async (client) => {
          const log = logOf(client);
          await log.createIndex({ writer: 1, seq: 1 }, { unique: true });
          for (const [writer, known] of writers.entries()) {
            const held = (await log.find({ writer }).sort({ seq: 1 }).toArray()).map((one) => one.seq);
            expect(held).toEqual(held.map((_, i) => i + 1));
            expect(held.length).toBeGreaterThanOrEqual(known.logged);
            expect(held.length).toBeLessThanOrEqual(known.logged + batch);
            known.logged = held.length;
            const n = (await countersOf(client).findOne({ _id: writer }))?.n ?? 0;
            expect([known.counted, known.counted + 1]).toContain(n);
            known.counted = n;
            await append(client, writer, known);
          }
        }),
    });
    expect(writers.every((known) => known.counted > crashRounds)).toBe(true);
  },
);
