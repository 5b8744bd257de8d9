import { badRequest, notFound, TypesenseFailure } from "./failure.ts";
import { checkDocument, type Document, fieldValue, isText, type Schema } from "./schema.ts";
import { TermIndex } from "./term-index.ts";
import { exactKey, type Tokenizer, tokenizer } from "./tokenize.ts";

const TEXT_FIELDS_MAX = 31;
const DEAD_MIN = 1_000;

/** How `import` and `POST documents` treat a document that is, or is not, there already. */
export type Action = "create" | "upsert" | "update" | "emplace";

/** A document in the index: its number there, and how many words each text field has. */
export interface Entry {
  num: number;
  doc: Document;
  lengths: number[];
}

/** The documents of one collection, their dictionary and the exact values of their facet fields. */
export class Collection {
  readonly schema: Schema;
  readonly terms = new TermIndex();
  readonly tokenize: Tokenizer;
  /** Text fields; the position of one is its bit in a posting's mask. */
  readonly textFields: string[];
  readonly byId = new Map<string, Entry>();
  #entries: (Entry | undefined)[] = [];
  readonly #facets = new Map<string, Map<string, number[]>>();
  #lastId = -1;

  constructor(schema: Schema) {
    this.schema = schema;
    this.tokenize = tokenizer({ separators: schema.token_separators, symbols: schema.symbols_to_index });
    this.textFields = schema.fields.filter((field) => isText(field.type) && field.index).map((field) => field.name);
    if (this.textFields.length > TEXT_FIELDS_MAX)
      throw badRequest(`This server indexes at most ${TEXT_FIELDS_MAX} text fields.`);
    for (const field of schema.fields) if (field.facet && isText(field.type)) this.#facets.set(field.name, new Map());
  }

  /** One more than the highest number of a document. */
  get span(): number {
    return this.#entries.length;
  }

  entry(num: number): Entry | undefined {
    return this.#entries[num];
  }

  /** Documents in the order they came. */
  *entries(): Iterable<Entry> {
    for (const entry of this.#entries) if (entry) yield entry;
  }

  /** The document to store for what a client sent. @throws TypesenseFailure 400, 404, 409 */
  prepare(given: unknown, action: Action): Document {
    if (typeof given !== "object" || given === null || Array.isArray(given)) throw badRequest("Bad JSON.");
    const doc = { ...(given as Record<string, unknown>) };
    if (doc["id"] !== undefined && typeof doc["id"] !== "string")
      throw badRequest("Document's `id` field should be a string.");
    const id = doc["id"] ?? this.#nextId();
    const present = this.byId.get(id)?.doc;
    if (present && action === "create") throw new TypesenseFailure(409, `A document with id ${id} already exists.`);
    if (!present && action === "update") throw notFound(`Could not find a document with id: ${id}`);
    const merged: Document = present && action !== "upsert" ? { ...present, ...doc, id } : { ...doc, id };
    for (const [name, value] of Object.entries(merged)) if (value === null) delete merged[name];
    checkDocument(this.schema, merged);
    return merged;
  }

  put(doc: Document): void {
    this.remove(doc.id);
    const entry: Entry = { num: this.#entries.length, doc, lengths: [] };
    this.#entries.push(entry);
    this.byId.set(doc.id, entry);
    if (/^\d+$/.test(doc.id)) this.#lastId = Math.max(this.#lastId, Number(doc.id));
    this.#index(entry);
  }

  remove(id: string): void {
    const entry = this.byId.get(id);
    if (!entry) return;
    this.byId.delete(id);
    this.#entries[entry.num] = undefined;
    if (this.#entries.length > 2 * this.byId.size + DEAD_MIN) this.#rebuild();
  }

  /** Numbers of the documents whose facet field has the exact value, dead ones among them; undefined when the field is no facet. */
  withValue(field: string, key: string): number[] | undefined {
    const values = this.#facets.get(field);
    return values && (values.get(key) ?? []);
  }

  /** The texts of a field, none when it is missing. */
  texts(doc: Document, field: string): string[] {
    const value = fieldValue(doc, field);
    if (typeof value === "string") return [value];
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  }

  #nextId(): string {
    let id = this.#lastId + 1;
    while (this.byId.has(String(id))) id++;
    this.#lastId = id;
    return String(id);
  }

  #index(entry: Entry): void {
    for (const [bit, field] of this.textFields.entries()) {
      let words = 0;
      for (const text of this.texts(entry.doc, field)) {
        for (const { token } of this.tokenize(text)) {
          this.terms.add(token, entry.num, 1 << bit);
          words++;
        }
      }
      entry.lengths.push(words);
    }
    for (const [field, values] of this.#facets) {
      for (const text of this.texts(entry.doc, field)) {
        const key = exactKey(this.tokenize, text);
        const numbers = values.get(key);
        if (!numbers) values.set(key, [entry.num]);
        else if (numbers.at(-1) !== entry.num) numbers.push(entry.num);
      }
    }
  }

  #rebuild(): void {
    const docs = [...this.entries()].map((entry) => entry.doc);
    this.terms.clear();
    for (const values of this.#facets.values()) values.clear();
    this.byId.clear();
    this.#entries = [];
    for (const doc of docs) this.put(doc);
  }
}
