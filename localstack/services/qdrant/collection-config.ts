import { type Body, isBody, isGiven } from "./body.ts";
import type { Collection, CollectionConfig } from "./collection.ts";
import { badFormat, invalid, unsupported } from "./failure.ts";
import { mergeAt } from "./json-path.ts";
import type { Distance } from "./vectors.ts";

const distances: readonly string[] = ["Cosine", "Dot", "Euclid", "Manhattan"] satisfies Distance[];
const counts = ["shard_number", "replication_factor", "write_consistency_factor"];
const sizeMax = 65_536;

/** What a client wants a new collection to be. @throws QdrantFailure 400 or 422 */
export function parseConfig(body: Body): CollectionConfig {
  refuseOptions(body);
  const vectors = body["vectors"] ?? {};
  if (!isBody(vectors)) throw badFormat("data did not match any variant of untagged enum VectorsConfig");
  const { size, distance } = vectors;
  if (size === undefined && distance === undefined)
    throw unsupported(Object.keys(vectors).length === 0 ? "a collection without vectors" : "a named vector");
  const isSize = typeof size === "number" && Number.isInteger(size) && size > 0;
  if (!isSize || !isDistance(distance))
    throw badFormat("data did not match any variant of untagged enum VectorsConfig");
  if (size > sizeMax) throw invalid("vectors.size", `value ${size} invalid, must be from 1 to ${sizeMax}`);
  refuseVectorOptions(vectors);
  return { size, distance, given: body };
}

/** What a collection was created with, with the changes of a client; what a change does not name stays. */
export function patched(given: Body, change: Body): Body {
  refuseOptions(change);
  const diff = change["vectors"];
  if (isGiven(diff) && !(isBody(diff) && Object.keys(diff).every((name) => name === "")))
    throw badFormat("vector parameters are changed by name, and the only name is the empty one");
  const merged = (name: string): Body => ({ ...asBody(given[name]), ...asBody(change[name]) });
  return {
    ...given,
    ...asBody(change["params"]),
    vectors: { ...asBody(given["vectors"]), ...(isBody(diff) ? asBody(diff[""]) : {}) },
    hnsw_config: merged("hnsw_config"),
    optimizers_config: merged("optimizers_config"),
    quantization_config: change["quantization_config"] ?? given["quantization_config"],
    metadata: mergeAt(given["metadata"], [], asBody(change["metadata"])),
  };
}

/** A collection as it is reported. */
export function describe(collection: Collection): Body {
  const { given } = collection.config;
  const points = collection.byId.size;
  const indexes = [...collection.indexes].map(([field, { schema, points: indexed }]) => {
    const params = schema.params ? { params: schema.params } : {};
    return [field, { data_type: schema.type, ...params, points: indexed }];
  });
  return {
    status: "green",
    optimizer_status: "ok",
    indexed_vectors_count: points,
    points_count: points,
    segments_count: 1,
    config: describeConfig(given),
    payload_schema: Object.fromEntries(indexes),
  };
}

function describeConfig(given: Body): Body {
  const metadata = asBody(given["metadata"]);
  return {
    params: {
      vectors: given["vectors"],
      shard_number: 1,
      replication_factor: given["replication_factor"] ?? 1,
      write_consistency_factor: given["write_consistency_factor"] ?? 1,
      on_disk_payload: given["on_disk_payload"] ?? true,
    },
    hnsw_config: {
      m: 16,
      ef_construct: 100,
      full_scan_threshold: 10_000,
      max_indexing_threads: 0,
      on_disk: false,
      ...asBody(given["hnsw_config"]),
    },
    optimizer_config: {
      deleted_threshold: 0.2,
      vacuum_min_vector_number: 1_000,
      default_segment_number: 0,
      max_segment_size: null,
      memmap_threshold: null,
      indexing_threshold: 10_000,
      flush_interval_sec: 5,
      max_optimization_threads: null,
      ...asBody(given["optimizers_config"]),
    },
    wal_config: { wal_capacity_mb: 32, wal_segments_ahead: 0, ...asBody(given["wal_config"]) },
    quantization_config: given["quantization_config"] ?? null,
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
}

function refuseOptions(body: Body): void {
  const count = counts.find((name) => body[name] === 0);
  if (count !== undefined) throw invalid(count, "value 0 invalid, must be 1 or larger");
  const sparse = body["sparse_vectors"];
  if (isBody(sparse) && Object.keys(sparse).length > 0) throw unsupported("a sparse vector");
  if (body["sharding_method"] === "custom") throw unsupported("custom sharding");
  if (asBody(body["strict_mode_config"])["enabled"] === true) throw unsupported("strict mode");
}

function refuseVectorOptions(vectors: Body): void {
  if (isGiven(vectors["multivector_config"])) throw unsupported("a multi-vector");
  const { datatype } = vectors;
  if (isGiven(datatype) && datatype !== "float32") throw unsupported(`the datatype ${String(datatype)}`);
}

function isDistance(value: unknown): value is Distance {
  return typeof value === "string" && distances.includes(value);
}

function asBody(value: unknown): Body {
  return isBody(value) ? value : {};
}
