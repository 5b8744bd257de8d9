import type { Collection } from "./collection.ts";
import { detectFields } from "./detect.ts";
import { checkDocument, type DirtyValues, type Document } from "./document.ts";
import { badRequest, notFound, TypesenseFailure } from "./failure.ts";
import { checkTextFields, type Field } from "./field.ts";

type Json = Record<string, unknown>;

/** How a document that is sent meets one that is there: fails, replaces it, or is merged into it. */
export type Action = "create" | "upsert" | "update" | "emplace";

/** Documents on their way into a collection, all or none of them. Each sees those before it, and the fields they brought. */
export class Batch {
  readonly #collection: Collection;
  readonly #dirty: DirtyValues;
  readonly #accepted = new Map<string, Document>();
  /** Fields the schema gets from the documents. */
  readonly fields: Field[] = [];

  constructor(collection: Collection, dirty: DirtyValues) {
    this.#collection = collection;
    this.#dirty = dirty;
  }

  /** What to store: of documents with the same id only the last. */
  get docs(): Document[] {
    return [...this.#accepted.values()];
  }

  /** Takes one document and answers what will be stored. `id` is the one a path names. @throws TypesenseFailure 400, 404, 409 */
  add(given: unknown, action: Action, id?: string): Document {
    const sent = readDocument(given, action, id);
    const doc = { ...sent, id: sent.id ?? this.#collection.nextId() };
    const present = this.#accepted.get(doc.id) ?? this.#collection.byId.get(doc.id)?.doc;
    if (present && action === "create") throw new TypesenseFailure(409, `A document with id ${doc.id} already exists.`);
    if (!present && action === "update") throw notFound(`Could not find a document with id: ${doc.id}`);
    const merged: Document = present && action !== "upsert" ? { ...mergePatch(present, doc), id: doc.id } : doc;
    const fields = [...this.#collection.schema.fields, ...this.fields];
    const fresh = detectFields({ ...this.#collection.schema, fields }, merged, this.#dirty);
    if (fresh.length > 0) checkTextFields([...fields, ...fresh]);
    checkDocument({ ...this.#collection.schema, fields: [...fields, ...fresh] }, merged, this.#dirty);
    this.fields.push(...fresh);
    this.#accepted.delete(merged.id);
    this.#accepted.set(merged.id, merged);
    return merged;
  }
}

function readDocument(given: unknown, action: Action, path: string | undefined): Json & { id?: string } {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw badRequest("Bad JSON: not a properly formed document.");
  const doc = given as Json;
  const { id = path } = doc;
  if (path !== undefined && id !== path)
    throw badRequest("The `id` of the resource does not match the `id` in the JSON body.");
  if (id === "") throw badRequest("The `id` should not be empty.");
  if (id === undefined) {
    if (action === "update") throw badRequest("For update, the `id` key must be provided.");
    return { ...doc };
  }
  if (typeof id !== "string") throw badRequest("Document's `id` field should be a string.");
  return { ...doc, id };
}

/** A JSON merge patch (RFC 7386), except that null stays at the top: whether a field may go is the schema's to say. */
function mergePatch(target: Json, patch: Json): Json {
  const merged = { ...target };
  for (const [name, value] of Object.entries(patch)) merged[name] = patchValue(target[name], value);
  return merged;
}

function patchValue(target: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const base = typeof target === "object" && target !== null && !Array.isArray(target) ? (target as Json) : {};
  return Object.fromEntries(Object.entries(mergePatch(base, patch as Json)).filter(([, value]) => value !== null));
}
