import type { Call, Handler } from "./call.ts";
import type { Collection, CollectionOptions } from "./collection.ts";
import { MongoFailure } from "./failure.ts";
import { matcher } from "./filter.ts";
import { encode } from "./rows.ts";
import { compileSchema } from "./schema.ts";
import { type Doc, isDoc } from "./values.ts";

const NAME_BYTES_MAX = 255;

/** Collections and databases. */
export const adminCommands: Record<string, Handler> = {
  create: (call) => {
    const { fields, store } = call;
    const ns = checkedName(call);
    if (store.collection(ns)) throw new MongoFailure(48, "NamespaceExists", `Collection ${ns} already exists.`);
    if (fields["capped"] || fields["timeseries"] || fields["viewOn"]) {
      throw new MongoFailure(
        115,
        "CommandNotSupported",
        "capped and time-series collections and views are not supported by this server",
      );
    }
    store.setOptions(ns, optionsOf("create", fields));
    return { ok: 1 };
  },

  collMod: (call) => {
    const { fields, store, ns } = call;
    const collection = existing(call);
    store.setOptions(ns, { ...collection.options, ...optionsOf("collMod", fields) });
    return { ...(isDoc(fields["index"]) ? changeIndex(call, collection, fields["index"]) : {}), ok: 1 };
  },

  drop: ({ ns, store, cursors }) => {
    const nIndexesWas = store.collection(ns)?.specs.length ?? 0;
    store.drop(ns);
    cursors.closeAll(ns);
    return { ns, nIndexesWas, ok: 1 };
  },

  dropDatabase: ({ db, store, cursors }) => {
    for (const ns of [...store.collections.keys()].filter((name) => name.startsWith(`${db}.`))) {
      store.drop(ns);
      cursors.closeAll(ns);
    }
    return { dropped: db, ok: 1 };
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
      .filter(matcher(isDoc(fields["filter"]) ? fields["filter"] : {}))
      .map(({ name, type, ...rest }) => (fields["nameOnly"] === true ? { name, type } : { name, type, ...rest }));
    return cursors.first(`${db}.$cmd.listCollections`, listed.map(encode));
  },

  listDatabases: ({ fields, store }) => {
    const names = [...new Set([...store.collections.keys()].map((ns) => ns.slice(0, ns.indexOf("."))))].sort();
    const databases = names
      .map((name): Doc => (fields["nameOnly"] === true ? { name } : { name, sizeOnDisk: 0, empty: false }))
      .filter(matcher(isDoc(fields["filter"]) ? fields["filter"] : {}));
    return { databases, ...(fields["nameOnly"] === true ? {} : { totalSize: 0 }), ok: 1 };
  },
};

/** The collection a command names. @throws MongoFailure 26 when it is not there */
export function existing({ ns, store }: Call): Collection {
  const collection = store.collection(ns);
  if (!collection) throw new MongoFailure(26, "NamespaceNotFound", `ns does not exist: ${ns}`);
  return collection;
}

/** The namespace of a collection that may come into being. @throws MongoFailure 73 when nothing can have that name */
export function checkedName({ fields, name: command, db, ns }: Call): string {
  const name = fields[command];
  if (typeof name !== "string") {
    throw new MongoFailure(73, "InvalidNamespace", `collection name has invalid type ${typeof name}`);
  }
  if (name === "" || name.startsWith(".") || name.includes("$") || name.includes("\u0000") || /[\s."$/\\]/.test(db)) {
    throw new MongoFailure(73, "InvalidNamespace", `Invalid namespace specified '${ns}'`);
  }
  if (Buffer.byteLength(ns) > NAME_BYTES_MAX) {
    const message = `Fully qualified namespace is too long. Namespace: ${ns} Max: ${NAME_BYTES_MAX}`;
    throw new MongoFailure(73, "InvalidNamespace", message);
  }
  return ns;
}

const levels = ["off", "strict", "moderate"];
const reactions = ["error", "warn"];

function optionsOf(command: string, fields: Doc): CollectionOptions {
  const { validator, validationLevel, validationAction } = fields;
  if (isDoc(validator)) {
    const { $jsonSchema: schema, ...rest } = validator;
    if (isDoc(schema)) compileSchema(schema);
    matcher(rest);
  }
  return {
    ...(isDoc(validator) ? { validator } : {}),
    ...oneOf(command, "validationLevel", validationLevel, levels),
    ...oneOf(command, "validationAction", validationAction, reactions),
  };
}

function oneOf(command: string, field: string, value: unknown, known: string[]): Record<string, string> {
  if (value === undefined) return {};
  if (typeof value === "string" && known.includes(value)) return { [field]: value };
  const message = `Enumeration value '${String(value)}' for field '${command}.${field}' is not a valid value.`;
  throw new MongoFailure(2, "BadValue", message);
}

/** collMod's one change to an index: how long documents live. */
function changeIndex({ store, ns }: Call, collection: Collection, asked: Doc): Doc {
  const { name, keyPattern, expireAfterSeconds } = asked;
  const key = JSON.stringify(keyPattern);
  const spec = collection.specs.find((known) =>
    name === undefined ? JSON.stringify(known.key) === key : known.name === name,
  );
  if (!spec) throw new MongoFailure(27, "IndexNotFound", `cannot find index ${String(name ?? key)} for ns ${ns}`);
  if (typeof expireAfterSeconds !== "number" || spec.name === "_id_") {
    throw new MongoFailure(72, "InvalidOptions", "no expireAfterSeconds, hidden, unique, or prepareUnique field");
  }
  store.removeIndex(collection, spec.name);
  store.addIndex(collection, { ...spec, expireAfterSeconds });
  const before = spec.expireAfterSeconds;
  return {
    ...(before === undefined ? {} : { expireAfterSeconds_old: before }),
    expireAfterSeconds_new: expireAfterSeconds,
  };
}
