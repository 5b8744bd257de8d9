import { type Document, fieldValue } from "./document.ts";
import { type Field, isSearched } from "./field.ts";
import type { Schema } from "./schema.ts";
import { TermIndex } from "./term-index.ts";
import { exactKey, type Tokenizer, tokenizer } from "./tokenize.ts";

const DEAD_MIN = 1_000;

/** A document in the index: its number there, its place among all that ever came, and how many words each text field has. */
export interface Entry {
  num: number;
  /** A changed document gets a new number and keeps its place. */
  place: number;
  doc: Document;
  lengths: number[];
}

/** The documents of one collection, their dictionary and the exact values of their facet fields. */
export class Collection {
  schema: Schema;
  readonly terms = new TermIndex();
  readonly tokenize: Tokenizer;
  /** Text fields; the position of one is its bit in a posting's mask. */
  readonly textFields: string[] = [];
  readonly byId = new Map<string, Entry>();
  #entries: (Entry | undefined)[] = [];
  readonly #facets = new Map<string, Map<string, number[]>>();
  #lastId = -1;
  #nextPlace = 0;

  constructor(schema: Schema) {
    this.schema = schema;
    this.tokenize = tokenizer({ separators: schema.token_separators, symbols: schema.symbols_to_index });
    this.#index(schema.fields);
  }

  /** One more than the highest number of a document. */
  get span(): number {
    return this.#entries.length;
  }

  entry(num: number): Entry | undefined {
    return this.#entries[num];
  }

  *entries(): Iterable<Entry> {
    for (const entry of this.#entries) if (entry) yield entry;
  }

  /** Documents in the order they first came. */
  docs(): Document[] {
    return [...this.entries()].sort((a, b) => a.place - b.place).map((entry) => entry.doc);
  }

  /** Gives the schema more fields, which no document before had values for. */
  addFields(fields: Field[]): void {
    this.schema = { ...this.schema, fields: [...this.schema.fields, ...fields] };
    this.#index(fields);
  }

  /** An id no document has. */
  nextId(): string {
    let id = this.#lastId + 1;
    while (this.byId.has(String(id))) id++;
    this.#lastId = id;
    return String(id);
  }

  put(doc: Document): void {
    const place = this.byId.get(doc.id)?.place ?? this.#nextPlace++;
    this.remove(doc.id);
    this.#insert(doc, place);
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

  #insert(doc: Document, place: number): void {
    const entry: Entry = { num: this.#entries.length, place, doc, lengths: [] };
    this.#entries.push(entry);
    this.byId.set(doc.id, entry);
    if (/^\d+$/.test(doc.id)) this.#lastId = Math.max(this.#lastId, Number(doc.id));
    this.#addTerms(entry);
  }

  #index(fields: Field[]): void {
    for (const field of fields) {
      if (!isSearched(field)) continue;
      this.textFields.push(field.name);
      if (field.facet) this.#facets.set(field.name, new Map());
    }
  }

  #addTerms(entry: Entry): void {
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
    const kept = [...this.entries()];
    this.terms.clear();
    for (const values of this.#facets.values()) values.clear();
    this.byId.clear();
    this.#entries = [];
    for (const { doc, place } of kept) this.#insert(doc, place);
  }
}
