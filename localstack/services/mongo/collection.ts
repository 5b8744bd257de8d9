import { CollectionIndex, duplicateKey, type IndexSpec } from "./collection-index.ts";
import { MongoFailure } from "./failure.ts";
import { rowMatcher } from "./filter.ts";
import { choosePlan } from "./plan.ts";
import { decodeTyped, docOf, type Row } from "./rows.ts";
import { compileSchema } from "./schema.ts";
import { sortRows } from "./sort.ts";
import { type Doc, isDoc, keyOf } from "./values.ts";

/** What `create` and `collMod` set. */
export interface CollectionOptions {
  validator?: Doc;
  validationLevel?: string;
  validationAction?: string;
}

const idIndex: IndexSpec = { v: 2, key: { _id: 1 }, name: "_id_" };

/** What a read found and how many documents it had to look at. */
export interface Found {
  rows: Row[];
  examined: number;
  indexName: string | undefined;
}

/** The documents of one namespace with their indexes, in memory. */
export class Collection {
  readonly ns: string;
  options: CollectionOptions;
  readonly rows = new Map<string, Row>();
  readonly indexes = new Map<string, CollectionIndex>();

  constructor(ns: string, options: CollectionOptions = {}) {
    this.ns = ns;
    this.options = options;
  }

  /** All index specifications, the one on `_id` first. */
  get specs(): IndexSpec[] {
    return [idIndex, ...[...this.indexes.values()].map((index) => index.spec)];
  }

  /** Throws what a real server answers when the row may not be stored: duplicate key (11000) or failed validation (121). */
  refuse(row: Row, replaced: Row | undefined): void {
    this.#refuseInvalid(row, replaced);
    if (!replaced && this.rows.has(row.key)) throw duplicateKey(this.ns, idIndex, docOf(row));
    for (const index of this.indexes.values()) index.refuseDuplicate(row, replaced?.key, this.ns);
  }

  put(row: Row): void {
    this.remove(row.key);
    this.rows.set(row.key, row);
    for (const index of this.indexes.values()) index.add(row);
  }

  remove(key: string): void {
    const row = this.rows.get(key);
    if (!row) return;
    for (const index of this.indexes.values()) index.remove(row);
    this.rows.delete(key);
  }

  /** Builds an index over the present documents. @throws MongoFailure 11000 when a unique one meets duplicates */
  addIndex(spec: IndexSpec): void {
    const index = new CollectionIndex(spec);
    for (const row of this.rows.values()) {
      index.refuseDuplicate(row, row.key, this.ns);
      index.add(row);
    }
    this.indexes.set(spec.name, index);
  }

  /** Rows that match, sorted, after skip and up to limit (0 = all). */
  find(filter: Doc, sort: Doc = {}, skip = 0, limit = 0): Found {
    const matches = rowMatcher(filter);
    const byId = this.#byId(filter);
    const plan = byId ? undefined : choosePlan(this.indexes.values(), filter, sort);
    const source = byId ?? plan?.index.rows(plan.leadingValues, plan.bounds, plan.descending) ?? this.rows.values();
    const sorted = Object.keys(sort).length === 0 || plan?.sorted === true;
    const enough = sorted && limit > 0 ? skip + limit : Number.POSITIVE_INFINITY;
    let rows: Row[] = [];
    let examined = 0;
    for (const row of source) {
      if (rows.length >= enough) break;
      examined++;
      if (matches(row)) rows.push(row);
    }
    if (!sorted) rows = sortRows(rows, sort);
    const indexName = byId ? "_id_" : plan?.index.spec.name;
    return { rows: rows.slice(skip, limit > 0 ? skip + limit : undefined), examined, indexName };
  }

  #byId(filter: Doc): Row[] | undefined {
    const id = filter["_id"];
    if (id === undefined || id instanceof RegExp || Array.isArray(id)) return undefined;
    if (!isDoc(id)) return this.#rowsOf([id]);
    if (Array.isArray(id["$in"]) && !id["$in"].some((value) => value instanceof RegExp)) return this.#rowsOf(id["$in"]);
    return undefined;
  }

  #rowsOf(ids: unknown[]): Row[] {
    return [...new Set(ids.map(keyOf))].flatMap((key) => this.rows.get(key) ?? []);
  }

  #refuseInvalid(row: Row, replaced: Row | undefined): void {
    const { validator, validationLevel, validationAction } = this.options;
    if (!validator || Object.keys(validator).length === 0) return;
    if (validationLevel === "off" || validationAction === "warn") return;
    const details = violations(validator, row);
    if (!details) return;
    if (validationLevel === "moderate" && replaced && violations(validator, replaced)) return;
    throw new MongoFailure(121, "DocumentValidationFailure", "Document failed validation", {
      errInfo: { failingDocumentId: docOf(row)["_id"], details },
    });
  }
}

/** What a row violates, in the order a real server looks: nothing when it is valid. */
function violations(validator: Doc, row: Row): Doc | undefined {
  const { $jsonSchema: schema, ...rest } = validator;
  if (isDoc(schema)) {
    const unmet = compileSchema(schema)(decodeTyped(row.raw));
    const title = schema["title"] === undefined ? {} : { title: schema["title"] };
    if (unmet.length > 0) return { operatorName: "$jsonSchema", ...title, schemaRulesNotSatisfied: unmet };
  }
  return rowMatcher(rest)(row) ? undefined : { operatorName: "$and" };
}
