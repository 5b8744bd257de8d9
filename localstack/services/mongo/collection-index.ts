import { ObjectId } from "bson";
import { MongoFailure } from "./failure.ts";
import { rowMatcher } from "./filter.ts";
import { docOf, type Row } from "./rows.ts";
import { compareValues, type Doc, isDoc, keyOf, valuesAt } from "./values.ts";

/** An index as `createIndexes` takes it and `listIndexes` gives it. */
export interface IndexSpec {
  v: number;
  key: Record<string, 1 | -1>;
  name: string;
  unique?: boolean;
  sparse?: boolean;
  expireAfterSeconds?: number;
  partialFilterExpression?: Doc;
}

interface Entry {
  value: unknown;
  row: Row;
}

/** Bounds on the last field of an index, both optional. */
export interface Bounds {
  from?: unknown;
  to?: unknown;
}

/**
 * One index: rows hashed by all key fields but the last and sorted by the last inside each hash bucket, which serves equality on a prefix
 * together with a range or a sort on the field after it.
 */
export class CollectionIndex {
  readonly spec: IndexSpec;
  readonly leading: string[];
  readonly last: string;
  /** An array was indexed: one document has several entries, so the order of entries is no order of documents. */
  multikey = false;
  readonly #paths: string[][];
  readonly #buckets = new Map<string, Entry[]>();
  readonly #covers: (row: Row) => boolean;

  constructor(spec: IndexSpec) {
    const fields = Object.keys(spec.key);
    this.spec = spec;
    this.leading = fields.slice(0, -1);
    this.last = fields.at(-1) ?? "_id";
    this.#paths = fields.map((field) => field.split("."));
    this.#covers = spec.partialFilterExpression ? rowMatcher(spec.partialFilterExpression) : () => true;
  }

  /** True when every document of the collection is in the index. */
  get complete(): boolean {
    return !this.spec.sparse && !this.spec.partialFilterExpression;
  }

  add(row: Row): void {
    for (const { bucket, value } of this.#entriesOf(row)) {
      const entries = this.#buckets.get(bucket) ?? [];
      if (entries.length === 0) this.#buckets.set(bucket, entries);
      const tail = entries.at(-1);
      if (!tail || compareValues(tail.value, value) <= 0) entries.push({ value, row });
      else entries.splice(upper(entries, value), 0, { value, row });
    }
  }

  remove(row: Row): void {
    for (const { bucket, value } of this.#entriesOf(row)) {
      const entries = this.#buckets.get(bucket);
      if (!entries) continue;
      for (let i = lower(entries, value); i < entries.length; i++) {
        if (entries[i]?.row !== row) continue;
        entries.splice(i, 1);
        break;
      }
      if (entries.length === 0) this.#buckets.delete(bucket);
    }
  }

  /** Throws the duplicate key error when a row other than `self` already has the same key. */
  refuseDuplicate(row: Row, self: string | undefined, ns: string): void {
    if (!this.spec.unique) return;
    for (const { bucket, value } of this.#entriesOf(row)) {
      const entries = this.#buckets.get(bucket) ?? [];
      for (let i = lower(entries, value); i < entries.length; i++) {
        const entry = entries[i];
        if (!entry || compareValues(entry.value, value) !== 0) break;
        if (entry.row.key !== self) throw duplicateKey(ns, this.spec, docOf(row));
      }
    }
  }

  /** Rows with these leading values whose last value lies inside the bounds, in order of the last field. */
  rows(leadingValues: unknown[], bounds: Bounds, descending: boolean): Row[] {
    const entries = this.#buckets.get(leadingValues.map(keyOf).join("\u0000")) ?? [];
    const start = "from" in bounds ? lower(entries, bounds.from) : 0;
    const end = "to" in bounds ? upper(entries, bounds.to) : entries.length;
    const rows = entries.slice(start, end).map((entry) => entry.row);
    return descending ? rows.reverse() : rows;
  }

  #entriesOf(row: Row): { bucket: string; value: unknown }[] {
    if (!this.#covers(row)) return [];
    const doc = docOf(row);
    const found = this.#paths.map((path) => valuesAt(doc, path));
    if (this.spec.sparse && found.every((field) => field.values.every((value) => value === undefined))) return [];
    if (found.some((field) => field.spread)) this.multikey = true;
    let prefixes: string[][] = [[]];
    for (const field of found.slice(0, -1)) {
      prefixes = prefixes.flatMap((prefix) => distinct(field.values).map((value) => [...prefix, keyOf(value)]));
    }
    const lastValues = distinct(found.at(-1)?.values ?? []);
    return prefixes.flatMap((prefix) => lastValues.map((value) => ({ bucket: prefix.join("\u0000"), value })));
  }
}

/** The error of a second document with the same unique key, as a real server words it. */
export function duplicateKey(ns: string, spec: Pick<IndexSpec, "key" | "name">, doc: Doc): MongoFailure {
  const keyValue = Object.fromEntries(
    Object.keys(spec.key).map((path) => [path, valuesAt(doc, path.split(".")).values[0] ?? null]),
  );
  const shown = Object.entries(keyValue).map(([path, value]) => `${path}: ${show(value)}`);
  return new MongoFailure(
    11000,
    "DuplicateKey",
    `E11000 duplicate key error collection: ${ns} index: ${spec.name} dup key: { ${shown.join(", ")} }`,
    { keyPattern: spec.key, keyValue },
  );
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (isDoc(value))
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${show(inner)}`)
      .join(", ")} }`;
  return value instanceof Date ? `new Date(${value.getTime()})` : String(value);
}

function distinct(values: unknown[]): unknown[] {
  return values.length < 2 ? values : [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

function lower(entries: Entry[], value: unknown): number {
  return search(entries, (entry) => compareValues(entry.value, value) >= 0);
}

function upper(entries: Entry[], value: unknown): number {
  return search(entries, (entry) => compareValues(entry.value, value) > 0);
}

function search(entries: Entry[], reached: (entry: Entry) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry && reached(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}
