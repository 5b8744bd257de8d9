import { join } from "node:path";
import { type Journal, openJournal } from "../journal.ts";
import { Collection, type CollectionOptions } from "./collection.ts";
import type { IndexSpec } from "./collection-index.ts";
import { MongoFailure } from "./failure.ts";
import type { Retries } from "./retries.ts";
import { decode, docOf, encode, type Row, toRow } from "./rows.ts";
import { type Doc, keyOf } from "./values.ts";

const TTL_INTERVAL_MS = 1_000;

/** One letter per kind of change in the journal: put and delete a document, set options, add and drop an index, drop a collection, answer a numbered write. */
type Change = "p" | "d" | "c" | "x" | "r" | "D" | "t";

interface Pending {
  record: Uint8Array;
  undo: () => void;
}

/** All collections of the server and the journal behind them. Changes are visible at once and durable after `commit`. */
export class Store {
  readonly collections = new Map<string, Collection>();
  readonly #journal: Journal;
  readonly #retries: Retries;
  #pending: Pending[] = [];
  readonly #ttl: NodeJS.Timeout;

  constructor(dataDir: string, retries: Retries) {
    this.#retries = retries;
    this.#journal = openJournal(join(dataDir, "mongo.journal"), {
      replay: (record) => this.#replay(Buffer.from(record)),
      snapshot: () => this.#snapshot(),
    });
    this.#ttl = setInterval(() => this.expire(new Date()), TTL_INTERVAL_MS).unref();
  }

  /** Writes the changes of a command to the journal; if that fails they are taken back and the failure is thrown. */
  commit(): void {
    const pending = this.#pending;
    this.#pending = [];
    try {
      this.#journal.append(...pending.map((change) => change.record));
    } catch (error) {
      this.#undo(pending);
      throw new MongoFailure(14031, "OutOfDiskSpace", error instanceof Error ? error.message : String(error));
    }
  }

  /** Waits until all that was committed is on the disk. */
  sync(): void {
    this.#journal.sync();
  }

  /** Keeps what is answered to a numbered write beside its changes. */
  noteRetry(record: Uint8Array): void {
    this.#note("t", "", record, () => undefined);
  }

  /** Takes back what a command changed before it failed. */
  rollback(): void {
    const pending = this.#pending;
    this.#pending = [];
    this.#undo(pending);
  }

  close(): void {
    clearInterval(this.#ttl);
    this.commit();
    this.#journal.close();
  }

  collection(ns: string): Collection | undefined {
    return this.collections.get(ns);
  }

  /** The collection, created without options when it is not there, as an insert does. */
  ensure(ns: string): Collection {
    return this.collections.get(ns) ?? this.setOptions(ns, {});
  }

  setOptions(ns: string, options: CollectionOptions): Collection {
    const before = this.collections.get(ns);
    const old = before?.options;
    const collection = before ?? new Collection(ns);
    collection.options = options;
    this.collections.set(ns, collection);
    this.#note("c", ns, encode({ ...options }), () => {
      if (old) collection.options = old;
      else this.collections.delete(ns);
    });
    return collection;
  }

  /** Stores a new document or replaces the one with the same `_id`. @throws MongoFailure 11000, 121 */
  put(collection: Collection, row: Row, replaced?: Row): void {
    collection.refuse(row, replaced);
    collection.put(row);
    this.#note("p", collection.ns, row.raw, () => (replaced ? collection.put(replaced) : collection.remove(row.key)));
  }

  remove(collection: Collection, row: Row): void {
    collection.remove(row.key);
    this.#note("d", collection.ns, encode({ _id: docOf(row)["_id"] }), () => collection.put(row));
  }

  addIndex(collection: Collection, spec: IndexSpec): void {
    collection.addIndex(spec);
    this.#note("x", collection.ns, encode({ ...spec }), () => collection.indexes.delete(spec.name));
  }

  removeIndex(collection: Collection, name: string): void {
    const index = collection.indexes.get(name);
    if (!index) return;
    collection.indexes.delete(name);
    this.#note("r", collection.ns, encode({ name }), () => collection.indexes.set(name, index));
  }

  drop(ns: string): void {
    const collection = this.collections.get(ns);
    if (!collection) return;
    this.collections.delete(ns);
    this.#note("D", ns, encode({}), () => this.collections.set(ns, collection));
  }

  /** Deletes the documents whose TTL has passed at `now`. */
  expire(now: Date): void {
    for (const collection of this.collections.values()) {
      for (const { spec, last } of collection.indexes.values()) {
        if (spec.expireAfterSeconds === undefined) continue;
        const limit = new Date(now.getTime() - spec.expireAfterSeconds * 1_000);
        const { rows } = collection.find({ [last]: { $type: "date", $lte: limit } });
        for (const row of rows) this.remove(collection, row);
      }
    }
    this.commit();
  }

  #undo(pending: Pending[]): void {
    for (const change of pending.reverse()) change.undo();
  }

  #note(change: Change, ns: string, body: Uint8Array, undo: () => void): void {
    this.#pending.push({ record: toRecord(change, ns, body), undo });
  }

  #replay(record: Buffer): void {
    const end = record.indexOf(0, 1);
    const change = String.fromCharCode(record[0] ?? 0) as Change;
    const ns = record.toString("utf8", 1, end);
    const body = record.subarray(end + 1);
    if (change === "t") {
      this.#retries.replay(body);
      return;
    }
    const collection = this.collections.get(ns) ?? new Collection(ns);
    if (change === "D") this.collections.delete(ns);
    else this.collections.set(ns, collection);
    if (change === "p") collection.put(toRow(body));
    else if (change === "d") collection.remove(keyOf(decode(body)["_id"]));
    else if (change === "c") collection.options = decode(body);
    else if (change === "x") collection.addIndex(decode(body) as unknown as IndexSpec);
    else if (change === "r") collection.indexes.delete(String(decode(body)["name"]));
  }

  *#snapshot(): Iterable<Uint8Array> {
    for (const record of this.#retries.records()) yield toRecord("t", "", record);
    for (const { ns, options, indexes, rows } of this.collections.values()) {
      yield toRecord("c", ns, encode({ ...options }));
      for (const { spec } of indexes.values()) yield toRecord("x", ns, encode({ ...spec }));
      for (const { raw } of rows.values()) yield toRecord("p", ns, raw);
    }
  }
}

function toRecord(change: Change, ns: string, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${change}${ns}\0`, "utf8"), body]);
}

/** A row made of a decoded document; for documents the server itself builds. */
export function rowOf(doc: Doc): Row {
  return toRow(encode(doc));
}
