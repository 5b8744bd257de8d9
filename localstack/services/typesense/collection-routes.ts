import { Batch } from "./batch.ts";
import type { Collection } from "./collection.ts";
import { detectFields } from "./detect.ts";
import { checkDocument } from "./document.ts";
import { badRequest, notFound, TypesenseFailure } from "./failure.ts";
import { checkTextFields } from "./field.ts";
import { splitList } from "./parameters.ts";
import { type Call, json, parseJson, parseObject, type Reply } from "./reply.ts";
import { alterSchema, parseSchema, type Schema } from "./schema.ts";

/** Answers `GET /collections`: the youngest first, of those the key is for. */
export function listCollections({ store, query, demand }: Call): Reply {
  const number = (name: string): number | undefined => {
    const given = query[name];
    if (given === undefined || /^\d+$/.test(given)) return given === undefined ? undefined : Number(given);
    throw badRequest(`${name[0]?.toUpperCase()}${name.slice(1)} param should be unsigned integer.`);
  };
  const offset = number("offset") ?? 0;
  const limit = number("limit") || Infinity;
  const excluded = splitList(query["exclude_fields"]);
  const visible = [...store.collections.values()].reverse().filter(({ schema }) => allows(demand, schema.name));
  return json(visible.slice(offset, offset + limit).map((collection) => describe(collection, excluded)));
}

function allows(demand: Call["demand"], name: string): boolean {
  try {
    demand("collections:list", name);
    return true;
  } catch (error) {
    if (error instanceof TypesenseFailure) return false;
    throw error;
  }
}

/** Answers `POST /collections`; with `src_name` the schema, and if asked for the documents, of another. */
export function createCollection({ store, query, body }: Call): Reply {
  const source = query["src_name"] === undefined ? undefined : store.collection(query["src_name"]);
  const given = parseJson(body);
  if (!source) return json(describe(store.create(parseSchema(given))), 201);
  const { name } = parseObject(body);
  if (typeof name !== "string" || name === "") throw badRequest("Parameter `name` must be a non-empty string.");
  const created = store.create({ ...source.schema, name, created_at: Math.floor(Date.now() / 1_000) });
  if (query["copy_documents"] !== undefined) {
    const batch = new Batch(created, "reject");
    for (const doc of source.docs()) batch.add(doc, "create");
    store.put(name, batch);
  }
  return json(describe(created), 201);
}

/** Answers `GET /collections/<name>`. */
export function getCollection({ store, params }: Call): Reply {
  return json(describe(store.collection(params["collection"] ?? "")));
}

/** Answers `PATCH /collections/<name>`: the new schema has to fit every document that is there. */
export function alterCollection({ store, params, body }: Call): Reply {
  const change = parseObject(body);
  const collection = store.collection(params["collection"] ?? "");
  store.alter(checkStored(alterSchema(collection.schema, change), collection));
  return json(change);
}

/** Answers `DELETE /collections/<name>`. */
export function dropCollection({ store, params }: Call): Reply {
  const name = params["collection"] ?? "";
  const collection = store.collections.get(store.aliases.get(name) ?? name);
  if (!collection) throw notFound(`No collection with name \`${name}\` found.`);
  const described = describe(collection);
  store.drop(collection.schema.name);
  return json(described);
}

/** The schema with the fields that documents already there add to it. */
function checkStored(altered: Schema, collection: Collection): Schema {
  let schema = altered;
  for (const doc of collection.docs()) {
    const copy = { ...doc };
    schema = { ...schema, fields: [...schema.fields, ...detectFields(schema, copy, "reject")] };
    try {
      checkDocument(schema, copy, "reject");
    } catch (error) {
      throw error instanceof TypesenseFailure ? inTermsOfStored(error) : error;
    }
  }
  checkTextFields(schema.fields);
  return schema;
}

function inTermsOfStored({ status, message }: TypesenseFailure): TypesenseFailure {
  if (message.endsWith("but is not found in the document.")) {
    const all = `${message.slice(0, -1)}s already present in the collection.`;
    return new TypesenseFailure(status, `${all} If you still want to add this field, set it as \`optional: true\`.`);
  }
  const incompatible = "Schema change is incompatible with the type of documents already stored in this collection.";
  const [field = "", type] = message.split(" must be ");
  if (type === undefined) return new TypesenseFailure(status, `${incompatible} error: ${message}`);
  const what = field.replace(/^F/, "f");
  return new TypesenseFailure(status, `${incompatible} Existing data for ${what} cannot be coerced into ${type}`);
}

function describe(collection: Collection, excluded: string[] = []): Record<string, unknown> {
  const described: Record<string, unknown> = { ...collection.schema, num_documents: collection.byId.size };
  for (const name of excluded) delete described[name];
  return described;
}
