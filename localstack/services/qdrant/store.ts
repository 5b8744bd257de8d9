import { join } from "node:path";
import { type Journal, openJournal } from "../journal.ts";
import type { Body } from "./body.ts";
import { Collection, type CollectionConfig, type NewPoint } from "./collection.ts";
import { notFound } from "./failure.ts";
import type { IndexSchema } from "./index-schema.ts";
import type { Payload, PointId } from "./point.ts";

const SNAPSHOT_POINTS = 256;

/** A change as the journal keeps it. The vectors of `upsert` follow the JSON as 32-bit floats. */
type Change =
  | { op: "create"; name: string; config: CollectionConfig }
  | { op: "configure"; name: string; given: Body }
  | { op: "drop"; name: string }
  | { op: "index"; name: string; field: string; type: string; schema: Body | undefined }
  | { op: "unindex"; name: string; field: string }
  | { op: "upsert"; name: string; points: { id: PointId; payload: Payload }[] }
  | { op: "payload"; name: string; points: { id: PointId; payload: Payload }[] }
  | { op: "delete"; name: string; ids: PointId[] }
  | { op: "alias"; alias: string; name: string | null }
  | { op: "aliases"; changes: AliasChange[] };

/** An alias and the collection it leads to from now on; null when it is gone. */
export type AliasChange = [alias: string, name: string | null];

/** All collections and aliases with the journal behind them; a change is in the journal before it is visible. */
export class Store {
  readonly collections = new Map<string, Collection>();
  readonly aliases = new Map<string, string>();
  readonly #journal: Journal;
  #version = 0;

  constructor(dataDir: string) {
    this.#journal = openJournal(join(dataDir, "qdrant.journal"), {
      replay: (record) => this.#replay(record),
      snapshot: () => this.#snapshot(),
    });
  }

  /** Number of the last change, reported as `operation_id`. */
  get version(): number {
    return this.#version;
  }

  close(): void {
    this.#journal.close();
  }

  /** @throws QdrantFailure 404 */
  collection(nameOrAlias: string): { name: string; collection: Collection } {
    const name = this.aliases.get(nameOrAlias) ?? nameOrAlias;
    const collection = this.collections.get(name);
    if (!collection) throw notFound(`Collection \`${nameOrAlias}\` doesn't exist!`);
    return { name, collection };
  }

  create(name: string, config: CollectionConfig): void {
    this.#change({ op: "create", name, config });
  }

  configure(name: string, given: Body): void {
    this.#change({ op: "configure", name, given });
  }

  drop(name: string): void {
    this.#change({ op: "drop", name });
  }

  addIndex(name: string, field: string, { type, params }: IndexSchema): void {
    this.#change({ op: "index", name, field, type, schema: params });
  }

  removeIndex(name: string, field: string): void {
    this.#change({ op: "unindex", name, field });
  }

  upsert(name: string, points: NewPoint[]): void {
    const change: Change = { op: "upsert", name, points: points.map(({ id, payload }) => ({ id, payload })) };
    this.#change(
      change,
      points.map((point) => point.vector),
    );
  }

  /** Replaces whole payloads. */
  setPayloads(name: string, points: { id: PointId; payload: Payload }[]): void {
    if (points.length > 0) this.#change({ op: "payload", name, points });
  }

  remove(name: string, ids: PointId[]): void {
    if (ids.length > 0) this.#change({ op: "delete", name, ids });
  }

  /** Changes aliases in one step. */
  setAliases(changes: AliasChange[]): void {
    if (changes.length > 0) this.#change({ op: "aliases", changes });
  }

  #change(change: Change, vectors: Float32Array[] = []): void {
    this.#journal.append(toRecord(change, vectors));
    this.#apply(change, vectors);
  }

  #apply(change: Change, vectors: Float32Array[]): void {
    this.#version++;
    if (change.op === "create") this.collections.set(change.name, new Collection(change.config));
    else if (change.op === "drop") {
      this.collections.delete(change.name);
      for (const [alias, name] of this.aliases) if (name === change.name) this.aliases.delete(alias);
    } else if (change.op === "alias") this.#applyAliases([[change.alias, change.name]]);
    else if (change.op === "aliases") this.#applyAliases(change.changes);
    else if (change.op === "configure") this.collection(change.name).collection.configure(change.given);
    else this.#applyToPoints(change, vectors, this.collection(change.name).collection);
  }

  #applyAliases(changes: AliasChange[]): void {
    for (const [alias, name] of changes) {
      if (name === null) this.aliases.delete(alias);
      else this.aliases.set(alias, name);
    }
  }

  #applyToPoints(
    change: Extract<Change, { op: "index" | "unindex" | "upsert" | "payload" | "delete" }>,
    vectors: Float32Array[],
    collection: Collection,
  ): void {
    if (change.op === "index") collection.addIndex(change.field, { type: change.type, params: change.schema });
    else if (change.op === "unindex") collection.removeIndex(change.field);
    else if (change.op === "delete") for (const id of change.ids) collection.remove(id);
    else if (change.op === "payload")
      for (const { id, payload } of change.points) collection.setPayload(id, payload, this.#version);
    else {
      for (const [i, { id, payload }] of change.points.entries()) {
        collection.put({ id, payload, vector: vectors[i] ?? new Float32Array(0) }, this.#version);
      }
    }
  }

  #replay(record: Buffer): void {
    const end = 4 + record.readUInt32LE(0);
    const change = JSON.parse(record.toString("utf8", 4, end)) as Change;
    const floats = new Float32Array(Uint8Array.from(record.subarray(end)).buffer);
    const count = change.op === "upsert" ? change.points.length : 0;
    const size = count === 0 ? 0 : floats.length / count;
    this.#apply(
      change,
      Array.from({ length: count }, (_, i) => floats.subarray(i * size, (i + 1) * size)),
    );
  }

  *#snapshot(): Iterable<Uint8Array> {
    for (const [name, collection] of this.collections) {
      yield toRecord({ op: "create", name, config: collection.config }, []);
      for (const [field, { schema }] of collection.indexes)
        yield toRecord({ op: "index", name, field, type: schema.type, schema: schema.params }, []);
      const points = [...collection.byId.values()];
      for (let i = 0; i < points.length; i += SNAPSHOT_POINTS) {
        const batch = points.slice(i, i + SNAPSHOT_POINTS);
        const change: Change = { op: "upsert", name, points: batch.map(({ id, payload }) => ({ id, payload })) };
        yield toRecord(
          change,
          batch.map((point) => collection.vectorOf(point)),
        );
      }
    }
    for (const [alias, name] of this.aliases) yield toRecord({ op: "alias", alias, name }, []);
  }
}

function toRecord(change: Change, vectors: Float32Array[]): Uint8Array {
  const json = Buffer.from(JSON.stringify(change), "utf8");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length, 0);
  return Buffer.concat([length, json, ...vectors.map((v) => Buffer.from(v.buffer, v.byteOffset, v.byteLength))]);
}
