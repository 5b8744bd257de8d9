import { join } from "node:path";
import { type Journal, jsonRecord, openJournal } from "../journal.ts";
import type { Batch } from "./batch.ts";
import { Collection } from "./collection.ts";
import type { Document } from "./document.ts";
import { notFound, TypesenseFailure } from "./failure.ts";
import type { Field } from "./field.ts";
import type { ApiKey } from "./keys.ts";
import type { Schema } from "./schema.ts";

const SNAPSHOT_DOCS = 500;

type Change =
  | { op: "collection"; schema: Schema }
  | { op: "drop"; name: string }
  | { op: "alter"; schema: Schema }
  | { op: "put"; name: string; docs: Document[]; fields?: Field[] }
  | { op: "delete"; name: string; ids: string[] }
  | { op: "alias"; alias: string; name: string | null }
  | { op: "key"; key: ApiKey }
  | { op: "dropKey"; id: number };

/** All collections, aliases and keys with the journal behind them; a change is in the journal before it is visible. */
export class Store {
  readonly collections = new Map<string, Collection>();
  readonly aliases = new Map<string, string>();
  readonly keys = new Map<number, ApiKey>();
  readonly #journal: Journal;
  #nextKeyId = 0;

  constructor(dataDir: string) {
    this.#journal = openJournal(join(dataDir, "typesense.journal"), {
      replay: (record) => this.#apply(JSON.parse(record.toString("utf8")) as Change),
      snapshot: () => this.#snapshot(),
    });
  }

  close(): void {
    this.#journal.close();
  }

  /** A collection by its name or an alias. @throws TypesenseFailure 404 */
  collection(nameOrAlias: string): Collection {
    const collection = this.collections.get(this.aliases.get(nameOrAlias) ?? nameOrAlias);
    if (!collection) throw notFound("Collection not found");
    return collection;
  }

  create(schema: Schema): Collection {
    if (this.collections.has(schema.name) || this.aliases.has(schema.name)) {
      throw new TypesenseFailure(409, `A collection with name \`${schema.name}\` already exists.`);
    }
    this.#change({ op: "collection", schema });
    return this.collection(schema.name);
  }

  /** Gives a collection other fields; its documents are indexed anew. */
  alter(schema: Schema): void {
    this.#change({ op: "alter", schema });
  }

  drop(name: string): void {
    this.#change({ op: "drop", name });
  }

  put(name: string, { docs, fields }: Batch): void {
    if (docs.length > 0) this.#change({ op: "put", name, docs, ...(fields.length > 0 ? { fields } : {}) });
  }

  delete(name: string, ids: string[]): void {
    if (ids.length > 0) this.#change({ op: "delete", name, ids });
  }

  /** Points an alias at a collection; null removes it. */
  setAlias(alias: string, name: string | null): void {
    this.#change({ op: "alias", alias, name });
  }

  /** A key gets the next number. */
  addKey(make: (id: number) => ApiKey): ApiKey {
    const key = make(this.#nextKeyId);
    this.#change({ op: "key", key });
    return key;
  }

  dropKey(id: number): void {
    this.#change({ op: "dropKey", id });
  }

  #change(change: Change): void {
    this.#journal.append(jsonRecord(change));
    this.#apply(change);
  }

  #apply(change: Change): void {
    switch (change.op) {
      case "collection":
        this.collections.set(change.schema.name, new Collection(change.schema));
        return;
      case "drop":
        this.collections.delete(change.name);
        return;
      case "alter": {
        const altered = new Collection(change.schema);
        for (const doc of this.collection(change.schema.name).docs()) altered.put(doc);
        this.collections.set(change.schema.name, altered);
        return;
      }
      case "put": {
        const collection = this.collection(change.name);
        if (change.fields) collection.addFields(change.fields);
        for (const doc of change.docs) collection.put(doc);
        return;
      }
      case "delete": {
        const collection = this.collection(change.name);
        for (const id of change.ids) collection.remove(id);
        return;
      }
      case "alias":
        if (change.name === null) this.aliases.delete(change.alias);
        else this.aliases.set(change.alias, change.name);
        return;
      case "key":
        this.keys.set(change.key.id, change.key);
        this.#nextKeyId = Math.max(this.#nextKeyId, change.key.id + 1);
        return;
      case "dropKey":
        this.keys.delete(change.id);
    }
  }

  *#snapshot(): Iterable<Uint8Array> {
    for (const [name, collection] of this.collections) {
      yield jsonRecord({ op: "collection", schema: collection.schema } satisfies Change);
      const docs = collection.docs();
      for (let i = 0; i < docs.length; i += SNAPSHOT_DOCS) {
        yield jsonRecord({ op: "put", name, docs: docs.slice(i, i + SNAPSHOT_DOCS) } satisfies Change);
      }
    }
    for (const [alias, name] of this.aliases) yield jsonRecord({ op: "alias", alias, name } satisfies Change);
    for (const key of this.keys.values()) yield jsonRecord({ op: "key", key } satisfies Change);
  }
}
