import { randomBytes } from "node:crypto";
import { Long } from "bson";
import { LRUCache } from "lru-cache";
import { MongoFailure } from "./failure.ts";
import { encode } from "./rows.ts";

const FIRST_BATCH = 101;
const NEXT_BATCH = 100_000;
const BATCH_BYTES_MAX = 16 * 1024 * 1024;
const IDLE_MS = 10 * 60_000;

interface OpenCursor {
  ns: string;
  docs: Uint8Array[];
  at: number;
}

/** Results waiting to be fetched. A cursor idle for ten minutes is closed. */
export class Cursors {
  readonly #open = new LRUCache<bigint, OpenCursor>({ max: 10_000, ttl: IDLE_MS, updateAgeOnGet: true });

  /** The answer to find, aggregate and the lists: the first batch, and an id when more is left. */
  first(ns: string, docs: Uint8Array[], batchSize = FIRST_BATCH, single = false): Uint8Array {
    const cursor = { ns, docs, at: 0 };
    const batch = take(cursor, batchSize);
    let id = 0n;
    if (cursor.at < docs.length && !single) {
      id = randomBytes(8).readBigInt64LE() & 0x7fff_ffff_ffff_ffffn;
      this.#open.set(id, cursor);
    }
    return answer("firstBatch", ns, id, batch);
  }

  /** The answer to getMore. @throws MongoFailure 43 when the cursor is gone, 13 when it is one of another collection */
  next(id: bigint, ns: string, batchSize = NEXT_BATCH): Uint8Array {
    const cursor = this.#open.get(id);
    if (!cursor) throw new MongoFailure(43, "CursorNotFound", `cursor id ${id} not found`);
    if (cursor.ns !== ns) {
      const message = `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`;
      throw new MongoFailure(13, "Unauthorized", message);
    }
    const batch = take(cursor, batchSize || NEXT_BATCH);
    const done = cursor.at >= cursor.docs.length;
    if (done) this.#open.delete(id);
    return answer("nextBatch", cursor.ns, done ? 0n : id, batch);
  }

  kill(id: bigint): boolean {
    return this.#open.delete(id);
  }

  /** Closes the cursors of a collection that is no more. */
  closeAll(ns: string): void {
    for (const [id, cursor] of [...this.#open.entries()]) if (cursor.ns === ns) this.#open.delete(id);
  }
}

function take(cursor: OpenCursor, count: number): Uint8Array[] {
  let bytes = 0;
  const start = cursor.at;
  while (cursor.at < cursor.docs.length && cursor.at - start < count) {
    bytes += cursor.docs[cursor.at]?.length ?? 0;
    if (bytes > BATCH_BYTES_MAX && cursor.at > start) break;
    cursor.at++;
  }
  return cursor.docs.slice(start, cursor.at);
}

/** `{ cursor: { <batch>: [...], id, ns }, ok: 1 }` around documents that are already encoded. */
function answer(field: string, ns: string, id: bigint, docs: Uint8Array[]): Uint8Array {
  const list = docs.flatMap((doc, index) => [Buffer.from(`\x03${index}\0`, "latin1"), doc]);
  const rest = encode({ id: Long.fromBigInt(id), ns }).subarray(4);
  const cursor = wrap([Buffer.from(`\x04${field}\0`, "latin1"), wrap([...list, Buffer.alloc(1)]), rest]);
  return wrap([Buffer.from("\x03cursor\0", "latin1"), cursor, encode({ ok: 1 }).subarray(4)]);
}

function wrap(parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 4);
  const size = Buffer.alloc(4);
  size.writeInt32LE(length, 0);
  return Buffer.concat([size, ...parts], length);
}
