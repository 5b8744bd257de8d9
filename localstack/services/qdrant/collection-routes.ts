import type { Collection } from "./collection.ts";
import { badFormat, QdrantFailure, wrongInput } from "./failure.ts";
import type { Store } from "./store.ts";
import type { Distance } from "./vectors.ts";

type Body = Record<string, unknown>;

const distances = ["Cosine", "Dot", "Euclid", "Manhattan"];
const indexTypes = ["keyword", "integer", "float", "bool", "datetime", "uuid", "text"];

/** Answers a request about collections, their payload indexes and aliases; `rest` is the path below the collection's name. */
export function routeCollections(method: string, name: string, rest: string[], body: Body, store: Store): unknown {
  if (name === "") return { collections: [...store.collections.keys()].map((found) => ({ name: found })) };
  const [part] = rest;
  if (name === "aliases" && method === "POST") return changeAliases(body, store);
  if (part === "exists") return { exists: store.collections.has(store.aliases.get(name) ?? name) };
  if (part === "aliases") return { aliases: aliasesOf(store, store.collection(name).name) };
  if (part === "index") return changeIndex(method, name, rest[1], body, store);
  if (part !== undefined) throw new QdrantFailure(404, "Not Found");
  if (method === "PUT") return create(name, body, store);
  if (method === "DELETE") {
    const known = store.collections.has(name);
    if (known) store.drop(name);
    return known;
  }
  const { collection } = store.collection(name);
  return method === "PATCH" ? true : describe(collection);
}

/** All aliases, or those of one collection. */
export function aliasesOf(store: Store, name?: string): Body[] {
  const all = [...store.aliases].map(([alias_name, collection_name]) => ({ alias_name, collection_name }));
  return name === undefined ? all : all.filter((alias) => alias.collection_name === name);
}

function create(name: string, body: Body, store: Store): boolean {
  refuseTaken(store, name);
  if (store.aliases.has(name))
    throw wrongInput(`Can't create collection with name ${name}. Alias with the same name already exists`);
  const { size, distance, ...rest } = (body["vectors"] ?? {}) as Body;
  if (body["sparse_vectors"] || size === undefined || typeof rest["multivector_config"] === "object") {
    throw wrongInput("only one unnamed dense vector per point is supported by this server");
  }
  if (typeof size !== "number" || !Number.isInteger(size) || size < 1 || size > 65_536) {
    throw new QdrantFailure(
      422,
      `Validation error in JSON body: [vectors.size: value ${String(size)} invalid, must be from 1 to 65536]`,
    );
  }
  if (!distances.includes(String(distance))) {
    throw badFormat(
      `unknown variant \`${String(distance)}\`, expected one of ${distances.map((known) => `\`${known}\``).join(", ")}`,
    );
  }
  store.create(name, { size, distance: distance as Distance, given: body });
  return true;
}

/** The name of a collection is nobody else's: neither another collection's nor an alias's. */
function refuseTaken(store: Store, name: string): void {
  if (store.collections.has(name)) throw new QdrantFailure(409, `Wrong input: Collection \`${name}\` already exists!`);
}

function describe(collection: Collection): Body {
  const { given } = collection.config;
  const points = collection.byId.size;
  const indexes = [...collection.indexes].map(([field, { type, schema }]) => [
    field,
    { data_type: type, params: schema, points },
  ]);
  return {
    status: "green",
    optimizer_status: "ok",
    indexed_vectors_count: points,
    points_count: points,
    segments_count: 1,
    config: {
      params: {
        vectors: given["vectors"],
        shard_number: 1,
        replication_factor: 1,
        write_consistency_factor: 1,
        on_disk_payload: given["on_disk_payload"] ?? true,
      },
      hnsw_config: {
        m: 16,
        ef_construct: 100,
        full_scan_threshold: 10_000,
        max_indexing_threads: 0,
        ...(given["hnsw_config"] as Body | undefined),
      },
      optimizer_config: {
        deleted_threshold: 0.2,
        vacuum_min_vector_number: 1_000,
        default_segment_number: 0,
        flush_interval_sec: 5,
      },
      wal_config: { wal_capacity_mb: 32, wal_segments_ahead: 0 },
      quantization_config: given["quantization_config"] ?? null,
    },
    payload_schema: Object.fromEntries(indexes),
  };
}

function changeIndex(
  method: string,
  nameOrAlias: string,
  field: string | undefined,
  body: Body,
  store: Store,
): unknown {
  const { name } = store.collection(nameOrAlias);
  if (method === "DELETE" && field !== undefined) store.removeIndex(name, field);
  else if (method === "PUT") {
    const schema = body["field_schema"];
    const type = typeof schema === "string" ? schema : String((schema as Body | undefined)?.["type"]);
    if (typeof body["field_name"] !== "string") throw badFormat("missing field `field_name`");
    if (!indexTypes.includes(type)) throw badFormat(`payload index type \`${type}\` is not supported by this server`);
    store.addIndex(name, body["field_name"], type, typeof schema === "string" ? undefined : schema);
  } else throw new QdrantFailure(404, "Not Found");
  return { operation_id: store.version, status: "completed" };
}

function changeAliases(body: Body, store: Store): boolean {
  for (const action of (body["actions"] ?? []) as Record<string, Record<string, string> | undefined>[]) {
    const { create_alias: created, delete_alias: deleted, rename_alias: renamed } = action;
    if (created) {
      const { alias_name: alias = "", collection_name: target = "" } = created;
      if (!store.collections.has(target))
        throw new QdrantFailure(404, `Not found: Collection \`${target}\` doesn't exist!`);
      refuseTaken(store, alias);
      store.setAlias(alias, target);
    }
    if (deleted) store.setAlias(deleted["alias_name"] ?? "", null);
    if (renamed) {
      const { name } = store.collection(renamed["old_alias_name"] ?? "");
      store.setAlias(renamed["old_alias_name"] ?? "", null);
      store.setAlias(renamed["new_alias_name"] ?? "", name);
    }
  }
  return true;
}
