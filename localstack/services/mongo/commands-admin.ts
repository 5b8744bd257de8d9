import type { Call, Handler } from "./call.ts";
import type { CollectionOptions } from "./collection.ts";
import type { IndexSpec } from "./collection-index.ts";
import { MongoFailure } from "./failure.ts";
import { matcher } from "./query.ts";
import { encode } from "./rows.ts";
import { compileSchema } from "./schema.ts";
import { type Doc, isDoc, keyOf } from "./values.ts";

const VERSION = "7.0.14";
const hello: Handler = () => ({
  helloOk: true,
  isWritablePrimary: true,
  ismaster: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  localTime: new Date(),
  logicalSessionTimeoutMinutes: 30,
  connectionId: 1,
  minWireVersion: 0,
  maxWireVersion: 21,
  readOnly: false,
  ok: 1,
});
const ok: Handler = () => ({ ok: 1 });
const version: Handler = () => ({
  version: VERSION,
  versionArray: [7, 0, 14, 0],
  maxBsonObjectSize: 16_777_216,
  ok: 1,
});

/** Handshake, collections, indexes and databases. */
export const adminCommands: Record<string, Handler> = {
  hello,
  isMaster: hello,
  ismaster: hello,
  ping: ok,
  endSessions: ok,
  buildInfo: version,
  buildinfo: version,

  create: ({ fields, ns, store }) => {
    if (store.collection(ns)) throw new MongoFailure(48, "NamespaceExists", `Collection ${ns} already exists.`);
    if (fields["capped"] || fields["timeseries"] || fields["viewOn"]) {
      throw new MongoFailure(
        115,
        "CommandNotSupported",
        "capped and time-series collections and views are not supported by this server",
      );
    }
    store.setOptions(ns, optionsOf(fields));
    return { ok: 1 };
  },

  collMod: (call) => {
    const collection = existing(call);
    call.store.setOptions(call.ns, { ...collection.options, ...optionsOf(call.fields) });
    return { ok: 1 };
  },

  drop: ({ ns, store }) => {
    const nIndexesWas = store.collection(ns)?.specs.length ?? 0;
    store.drop(ns);
    return { ns, nIndexesWas, ok: 1 };
  },

  dropDatabase: ({ db, store }) => {
    for (const ns of [...store.collections.keys()]) if (ns.startsWith(`${db}.`)) store.drop(ns);
    return { dropped: db, ok: 1 };
  },

  createIndexes: ({ fields, ns, store }) => {
    const createdCollectionAutomatically = store.collection(ns) === undefined;
    const collection = store.ensure(ns);
    const numIndexesBefore = collection.specs.length;
    for (const given of fields["indexes"] as Doc[]) {
      const spec = indexSpec(given);
      const present = collection.specs.find((known) => known.name === spec.name);
      if (present && keyOf(present) !== keyOf(spec) && spec.name !== "_id_") {
        throw new MongoFailure(
          86,
          "IndexKeySpecsConflict",
          `An existing index has the same name as the requested index: ${spec.name}`,
        );
      }
      if (!present) store.addIndex(collection, spec);
    }
    return { numIndexesBefore, numIndexesAfter: collection.specs.length, createdCollectionAutomatically, ok: 1 };
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
    for (const name of asked === "*" ? [...collection.indexes.keys()] : [asked].flat().map(String)) {
      if (!collection.indexes.has(name))
        throw new MongoFailure(27, "IndexNotFound", `index not found with name [${name}]`);
      call.store.removeIndex(collection, name);
    }
    return { nIndexesWas, ok: 1 };
  },

  listCollections: ({ fields, db, store, cursors }) => {
    const listed = [...store.collections.values()]
      .filter((collection) => collection.ns.startsWith(`${db}.`))
      .map((collection) => ({
        name: collection.ns.slice(db.length + 1),
        type: "collection",
        options: { ...collection.options },
        info: { readOnly: false },
        idIndex: { v: 2, key: { _id: 1 }, name: "_id_" },
      }))
      .filter(isDoc(fields["filter"]) ? matcher(fields["filter"]) : () => true);
    return cursors.first(
      `${db}.$cmd.listCollections`,
      listed.map((entry) => encode(entry)),
    );
  },

  listDatabases: ({ store }) => {
    const names = new Set([...store.collections.keys()].map((ns) => ns.slice(0, ns.indexOf("."))));
    return { databases: [...names].map((name) => ({ name, sizeOnDisk: 0, empty: false })), totalSize: 0, ok: 1 };
  },
};

function existing({ ns, store }: Call): NonNullable<ReturnType<typeof store.collection>> {
  const collection = store.collection(ns);
  if (!collection) throw new MongoFailure(26, "NamespaceNotFound", `ns does not exist: ${ns}`);
  return collection;
}

function optionsOf(fields: Doc): CollectionOptions {
  const { validator, validationLevel, validationAction } = fields;
  if (isDoc(validator) && isDoc(validator["$jsonSchema"])) compileSchema(validator["$jsonSchema"]);
  return {
    ...(isDoc(validator) ? { validator } : {}),
    ...(typeof validationLevel === "string" ? { validationLevel } : {}),
    ...(typeof validationAction === "string" ? { validationAction } : {}),
  };
}

function indexSpec(given: Doc): IndexSpec {
  const key = given["key"] as Doc;
  for (const [field, direction] of Object.entries(key)) {
    if (typeof direction !== "number" || field.includes("$**")) {
      throw new MongoFailure(67, "CannotCreateIndex", `Unknown index plugin '${String(direction)}'`);
    }
  }
  if (given["expireAfterSeconds"] !== undefined && Object.keys(key).length !== 1) {
    throw new MongoFailure(
      67,
      "CannotCreateIndex",
      "TTL indexes are single-field indexes, compound indexes do not support TTL",
    );
  }
  return { ...given, v: 2 } as unknown as IndexSpec;
}
