import type { QdrantClient } from "@qdrant/js-client-rest";
import { expect, test } from "vitest";
import { crashRounds, surviveCrashes } from "./crash.ts";
import { apiKey, connect, given } from "./qdrant-client.ts";

/** What a point or an alias was acknowledged to be, and what it may be besides: the change that was under way. */
interface Known {
  now: string;
  next?: string | undefined;
}

const gone = "gone";
const collections = ["one", "two"];

/** A writer changes points of its own, each between being there with a number, with another and being gone. */
function writer(first: number, points: Map<number, Known>) {
  let n = 0;
  return async (client: QdrantClient, acknowledged: () => void): Promise<void> => {
    for (;;) {
      const id = first + (n % 5);
      const known = points.get(id) ?? { now: gone };
      points.set(id, known);
      known.next = n++ % 4 === 3 ? gone : String(n);
      const payload = { value: known.next };
      if (known.next === gone) await client.delete("one", { wait: true, points: [id] });
      else if (known.now === gone || n % 3 === 0)
        await client.upsert("one", { wait: true, points: [{ id, vector: [n, 1], payload }] });
      else await client.overwritePayload("one", { wait: true, points: [id], payload });
      known.now = known.next;
      known.next = undefined;
      acknowledged();
    }
  };
}

test.runIf(!given)(
  `nothing acknowledged is lost when the server is killed while it writes (${crashRounds} times)`,
  { timeout: 20_000 + crashRounds * 10_000 },
  async () => {
    const points = new Map<number, Known>();
    const writers = [0, 10, 20].map((first) => writer(first, points));
    const alias: Known = { now: gone };
    const switchAlias = async (client: QdrantClient): Promise<void> => {
      for (let i = 0; ; i++) {
        alias.next = collections[i % 2] ?? gone;
        const leave = alias.now === gone ? [] : [{ delete_alias: { alias_name: "live" } }];
        const enter = { create_alias: { alias_name: "live", collection_name: alias.next } };
        await client.updateCollectionAliases({ actions: [...leave, enter] });
        alias.now = alias.next;
        alias.next = undefined;
      }
    };
    await surviveCrashes({
      name: "qdrant",
      env: { QDRANT_API_KEY: apiKey },
      async write(url, acknowledged) {
        const client = connect(url);
        await Promise.allSettled([...writers.map((write) => write(client, acknowledged)), switchAlias(client)]);
      },
      async verify(url) {
        const client = connect(url);
        for (const name of collections)
          if (!(await client.collectionExists(name)).exists)
            await client.createCollection(name, { vectors: { size: 2, distance: "Dot" } });
        const { aliases } = await client.getAliases();
        settle(alias, aliases[0]?.collection_name ?? gone);
        const held = await client.scroll("one", { limit: 100 });
        const values = new Map(held.points.map(({ id, payload }) => [id, String(payload?.["value"])]));
        for (const [id, known] of points) settle(known, values.get(id) ?? gone);
        expect([...values.keys()].every((id) => points.has(Number(id)))).toBe(true);
      },
    });
    expect(points.size).toBe(15);
  },
);

/** A change under way at the kill has happened whole or not at all; from here on it is known which. */
function settle(known: Known, found: string): void {
  expect([known.now, ...(known.next === undefined ? [] : [known.next])]).toContain(found);
  known.now = found;
  known.next = undefined;
}
