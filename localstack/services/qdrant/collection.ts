import type { Body } from "./body.ts";
import { badFormat, invalid, unsupported, wrongInput } from "./failure.ts";
import { compileFilter, type Tokenizers } from "./filter.ts";
import type { IndexSchema } from "./index-schema.ts";
import { candidates, PayloadIndex } from "./payload-index.ts";
import { compareIds, type Payload, type Point, type PointId } from "./point.ts";
import { type Distance, higherIsNearer, normalized, score, Vectors } from "./vectors.ts";

/** What a collection is created with; `given` is the client's whole request, reported back. */
export interface CollectionConfig {
  size: number;
  distance: Distance;
  given: Body;
}

/** A point to store. `vector` is taken as it is: normalised already when it comes from the journal. */
export interface NewPoint {
  id: PointId;
  payload: Payload;
  vector: Float32Array;
}

export interface Scored {
  point: Point;
  score: number;
}

/** The points of one collection, their vectors and payload indexes, searched exactly. */
export class Collection {
  readonly indexes = new Map<string, PayloadIndex>();
  readonly byId = new Map<PointId, Point>();
  #config: CollectionConfig;
  #tokenizers: Tokenizers = new Map();
  readonly #slots: (Point | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #vectors: Vectors;
  #ordered: Point[] | undefined;

  constructor(config: CollectionConfig) {
    this.#config = config;
    this.#vectors = new Vectors(config.size);
  }

  get config(): CollectionConfig {
    return this.#config;
  }

  /** Replaces what is reported back; size and distance stay. */
  configure(given: Body): void {
    this.#config = { ...this.#config, given };
  }

  /** A client's vector as the collection stores it. @throws QdrantFailure 400 or 422 for another kind or length */
  prepare(vector: unknown): Float32Array {
    if (!Array.isArray(vector)) throw strangeVector(vector);
    if (vector.length === 0) throw invalid("vector", "dense vector must not be empty");
    if (vector.every(Array.isArray)) throw wrongInput("Wrong usage of multi vectors");
    if (!vector.every(Number.isFinite)) throw badFormat("data did not match any variant of untagged enum VectorStruct");
    const { size, distance } = this.#config;
    if (vector.length !== size) throw wrongInput(`Vector dimension error: expected dim: ${size}, got ${vector.length}`);
    return distance === "Cosine" ? normalized(vector) : Float32Array.from(vector);
  }

  put({ id, payload, vector }: NewPoint, version: number): void {
    const present = this.byId.get(id);
    if (present) this.#unindex(present);
    else this.#ordered = undefined;
    const point: Point = { id, payload, slot: present?.slot ?? this.#free.pop() ?? this.#slots.length, version };
    this.#slots[point.slot] = point;
    this.byId.set(id, point);
    this.#vectors.set(point.slot, vector);
    this.#index(point);
  }

  setPayload(id: PointId, payload: Payload, version: number): void {
    const point = this.byId.get(id);
    if (!point) return;
    this.#unindex(point);
    point.payload = payload;
    point.version = version;
    this.#index(point);
  }

  remove(id: PointId): void {
    const point = this.byId.get(id);
    if (!point) return;
    this.#unindex(point);
    this.byId.delete(id);
    this.#slots[point.slot] = undefined;
    this.#free.push(point.slot);
    this.#ordered = undefined;
  }

  addIndex(field: string, schema: IndexSchema): void {
    const index = new PayloadIndex(field, schema);
    for (const point of this.byId.values()) index.add(point);
    this.indexes.set(field, index);
    this.#findTokenizers();
  }

  removeIndex(field: string): void {
    this.indexes.delete(field);
    this.#findTokenizers();
  }

  vectorOf(point: Point): Float32Array {
    return this.#vectors.get(point.slot);
  }

  /** @throws QdrantFailure for a filter that cannot be asked */
  checkFilter(filter: unknown): void {
    compileFilter(filter, this.#tokenizers);
  }

  /** Points that match, in no order. */
  *matching(filter: unknown): Iterable<Point> {
    const test = compileFilter(filter, this.#tokenizers);
    const slots = candidates(this.indexes, filter);
    if (!slots) {
      for (const point of this.byId.values()) if (test(point)) yield point;
      return;
    }
    for (const slot of slots) {
      const point = this.#slots[slot];
      if (point && test(point)) yield point;
    }
  }

  /** Points that match, ordered by id. */
  ordered(filter: unknown): Point[] {
    if (filter !== undefined && filter !== null)
      return [...this.matching(filter)].sort((a, b) => compareIds(a.id, b.id));
    this.#ordered ??= [...this.byId.values()].sort((a, b) => compareIds(a.id, b.id));
    return this.#ordered;
  }

  /** The nearest points to a prepared vector, nearest first, only those better than the threshold. */
  nearest(vector: Float32Array, filter: unknown, count: number, threshold: number | undefined): Scored[] {
    const { distance } = this.#config;
    const sign = higherIsNearer(distance) ? 1 : -1;
    const beyond = threshold === undefined ? Number.NEGATIVE_INFINITY : sign * Math.fround(threshold);
    const top: { rank: number; point: Point }[] = [];
    let worst = Number.NEGATIVE_INFINITY;
    for (const point of this.matching(filter)) {
      const rank = sign * score(distance, vector, this.#vectors.get(point.slot));
      if (rank <= beyond || rank < worst) continue;
      top.splice(place(top, rank), 0, { rank, point });
      if (top.length > count) top.pop();
      if (top.length === count) worst = top.at(-1)?.rank ?? worst;
    }
    return top.map(({ rank, point }) => ({ point, score: sign * rank }));
  }

  #index(point: Point): void {
    for (const index of this.indexes.values()) index.add(point);
  }

  #unindex(point: Point): void {
    for (const index of this.indexes.values()) index.remove(point);
  }

  #findTokenizers(): void {
    const found = [...this.indexes].flatMap(([field, { tokenizer }]) =>
      tokenizer ? [[field, tokenizer] as const] : [],
    );
    this.#tokenizers = new Map(found);
  }
}

function strangeVector(vector: unknown): Error {
  if (vector === undefined || vector === null) return badFormat("missing field `vector`");
  if (typeof vector !== "object") return badFormat("data did not match any variant of untagged enum VectorStruct");
  const [name] = Object.keys(vector);
  if (name === undefined) return unsupported("a point without a vector");
  if (name === "indices" || name === "values") return wrongInput("Wrong usage of sparse vectors");
  if ("model" in vector) return unsupported("inference");
  return wrongInput(`Not existing vector name error: ${name}`);
}

function place(top: { rank: number }[], rank: number): number {
  let low = 0;
  let high = top.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((top[middle]?.rank ?? 0) >= rank) low = middle + 1;
    else high = middle;
  }
  return low;
}
