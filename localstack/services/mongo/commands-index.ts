import type { Handler } from "./call.ts";
import type { IndexSpec } from "./collection-index.ts";
import { checkedName, existing } from "./commands-admin.ts";
import { MongoFailure } from "./failure.ts";
import { matcher } from "./filter.ts";
import { encode } from "./rows.ts";
import { type Doc, isDoc, keyOf } from "./values.ts";

const TTL_SECONDS_MAX = 2 ** 31 - 1;

const fieldsOfAnIndex = new Set(
  "key name ns v unique sparse background expireAfterSeconds partialFilterExpression".split(" "),
);

/** createIndexes, listIndexes, dropIndexes. */
export const indexCommands: Record<string, Handler> = {
  createIndexes: (call) => {
    const { fields, store } = call;
    const ns = checkedName(call);
    const specs = (fields["indexes"] as Doc[] | undefined) ?? [];
    if (specs.length === 0) throw new MongoFailure(2, "BadValue", "Must specify at least one index to create");
    const wanted = specs.map(indexSpec);
    const createdCollectionAutomatically = store.collection(ns) === undefined;
    const collection = store.ensure(ns);
    const numIndexesBefore = collection.specs.length;
    for (const spec of wanted) if (!isPresent(collection.specs, spec)) store.addIndex(collection, spec);
    const numIndexesAfter = collection.specs.length;
    const note = numIndexesAfter === numIndexesBefore ? { note: "all indexes already exist" } : {};
    return { numIndexesBefore, numIndexesAfter, createdCollectionAutomatically, ...note, ok: 1 };
  },

  listIndexes: (call) =>
    call.cursors.first(
      call.ns,
      existing(call).specs.map((spec) => encode({ ...spec })),
    ),

  dropIndexes: (call) => {
    const collection = existing(call);
    const nIndexesWas = collection.specs.length;
    const asked = call.fields["index"];
    const names =
      asked === "*" ? [...collection.indexes.keys()] : [asked].flat().map((one) => nameOf(collection.specs, one));
    for (const name of names) {
      if (name === "_id_") throw new MongoFailure(72, "InvalidOptions", "cannot drop _id index");
      if (!collection.indexes.has(name)) {
        throw new MongoFailure(27, "IndexNotFound", `index not found with name [${name}]`);
      }
      call.store.removeIndex(collection, name);
    }
    return { nIndexesWas, ok: 1 };
  },
};

function nameOf(specs: IndexSpec[], asked: unknown): string {
  if (!isDoc(asked)) return String(asked);
  const key = JSON.stringify(asked);
  const found = specs.find((spec) => JSON.stringify(spec.key) === key);
  if (!found) throw new MongoFailure(27, "IndexNotFound", `can't find index with key: ${key}`);
  return found.name;
}

/** True when the same index is there. @throws MongoFailure 85, 86 when one is that cannot stand beside it */
function isPresent(specs: IndexSpec[], spec: IndexSpec): boolean {
  const named = specs.find((known) => known.name === spec.name);
  if (named && signature(named) !== signature(spec)) {
    const message = `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${JSON.stringify(spec)}, existing index: ${JSON.stringify(named)}`;
    throw new MongoFailure(86, "IndexKeySpecsConflict", message);
  }
  const alike = named ?? specs.find((known) => signature(known) === signature(spec));
  if (!alike) return false;
  if (alike.name !== spec.name) {
    throw new MongoFailure(85, "IndexOptionsConflict", `Index already exists with a different name: ${alike.name}`);
  }
  if (alike.expireAfterSeconds === spec.expireAfterSeconds) return true;
  const message = `An equivalent index already exists with the same name but different options. Requested index: ${JSON.stringify(spec)}, existing index: ${JSON.stringify(alike)}`;
  throw new MongoFailure(85, "IndexOptionsConflict", message);
}

/** What makes two indexes the same thing: key, uniqueness and which documents they hold. */
function signature({ key, unique, sparse, partialFilterExpression }: IndexSpec): string {
  return JSON.stringify([Object.entries(key), unique === true, sparse === true, keyOf(partialFilterExpression)]);
}

function cannot(message: string): MongoFailure {
  return new MongoFailure(67, "CannotCreateIndex", message);
}

function indexSpec(given: Doc): IndexSpec {
  const { key, name, expireAfterSeconds, partialFilterExpression } = given;
  const unknown = Object.keys(given).find((field) => !fieldsOfAnIndex.has(field));
  if (unknown) {
    const message = `The field '${unknown}' is not valid for an index specification. Specification: ${JSON.stringify(given)}`;
    throw new MongoFailure(197, "InvalidIndexSpecificationOption", message);
  }
  if (!isDoc(key) || Object.keys(key).length === 0) throw cannot("Index keys cannot be empty.");
  for (const [field, direction] of Object.entries(key)) {
    if (direction === 0) throw cannot("Values in the index key pattern cannot be 0.");
    if (typeof direction !== "number" || field.includes("$**")) {
      throw cannot(`Unknown index plugin '${typeof direction === "number" ? "wildcard" : String(direction)}'`);
    }
  }
  if (typeof name !== "string" || name === "") throw cannot("The index name cannot be empty");
  if (expireAfterSeconds !== undefined) checkLifetime(key, expireAfterSeconds);
  if (isDoc(partialFilterExpression)) matcher(partialFilterExpression);
  if (given["sparse"] === true && partialFilterExpression !== undefined) {
    throw cannot('cannot mix "partialFilterExpression" and "sparse" options');
  }
  const { background: _background, ns: _ns, ...kept } = given;
  return { ...kept, v: 2 } as unknown as IndexSpec;
}

function checkLifetime(key: Doc, seconds: unknown): void {
  if (Object.keys(key).length !== 1) {
    throw cannot("TTL indexes are single-field indexes, compound indexes do not support TTL");
  }
  if ("_id" in key) {
    const message = "The field 'expireAfterSeconds' is not valid for an _id index specification.";
    throw new MongoFailure(197, "InvalidIndexSpecificationOption", message);
  }
  if (typeof seconds === "number" && seconds >= 0 && seconds <= TTL_SECONDS_MAX) return;
  throw cannot(
    `TTL index 'expireAfterSeconds' option must be within an acceptable range, try a different number than ${String(seconds)}`,
  );
}
